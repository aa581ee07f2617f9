import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { MeshConfig } from '../../config';
import type { MeshDatabase, StoredCustody } from '../../database';
import type { WriteLog } from '../convergeCluster';
import type { ManagedCluster } from '../ManagedCluster';
import { describeCustody } from './describeCustody';
import { removeObjects } from './removeObjects';
import { takeLabelsOff } from './takeLabelsOff';

/** What a pass did of an uninstallation, and where that stands now. */
export type UninstallOutcome = {
  /** For a person. */
  message: string;
  changes: number;
  failed: number;
};

export type UninstallContext = {
  managed: ManagedCluster;
  decision: StoredCustody;
  config: MeshConfig;
  stores: Pick<MeshDatabase, 'custody'>;
  auditor: AuditorService;
  writes: WriteLog;
  now: () => Date;
  signal: AbortSignal;
};

/** One step of an uninstallation, and what it came to. */
export type StepOutcome = {
  changes: number;
  failed: string[];
  /** Why the next step cannot follow in this pass; absent when it can. */
  waiting?: string;
};

const ENDS = { releasing: 'released', removing: 'removed' } as const;

/** True while there is something to do. */
export function isUninstalling(
  decision: StoredCustody | undefined,
): decision is StoredCustody & { state: keyof typeof ENDS } {
  return decision?.state === 'releasing' || decision?.state === 'removing';
}

/**
 * Takes the product out of a cluster. Every step looks at what is there, so
 * that it can be interrupted at any time: the next pass goes on. Who manages
 * the cluster is given up last.
 */
export async function uninstallCluster(
  context: UninstallContext,
): Promise<UninstallOutcome> {
  const { managed, decision, signal } = context;
  const name = describeCustody(decision);
  try {
    if (!managed.cluster?.custody) {
      const problem = managed.problem ?? 'Nothing knows how to do that there';
      return { message: `${name}. ${problem}`, changes: 0, failed: 0 };
    }
    return await proceed(context);
  } catch (error) {
    signal.throwIfAborted();
    const { message } = toError(error);
    return {
      message: `${name}, and the next pass goes on: ${message}`,
      changes: 0,
      failed: 0,
    };
  }
}

async function proceed(context: UninstallContext): Promise<UninstallOutcome> {
  const { managed, decision, config, stores, signal } = context;
  const port = managed.cluster?.custody;
  const claim = await port?.read({ signal });
  if (claim && claim.instance !== config.instance) {
    await stores.custody.settle({
      ...{ cluster: managed.name, from: decision.state, to: 'managed' },
    });
    return {
      message: `'${claim.instance}' took cluster '${managed.name}' over meanwhile, so that the rest of it is not for '${config.instance}' to uninstall`,
      ...{ changes: 0, failed: 0 },
    };
  }
  const steps =
    decision.state === 'removing'
      ? [removeObjects, takeLabelsOff]
      : [takeLabelsOff];
  const total = { changes: 0, failed: 0 };
  for (const step of steps) {
    const outcome = await step(context);
    total.changes += outcome.changes;
    total.failed += outcome.failed.length;
    if (outcome.waiting !== undefined) {
      const message = `${describeCustody(decision)}. ${outcome.waiting}`;
      return { ...total, message };
    }
  }
  return { ...total, message: await conclude(context) };
}

/** Nothing of ours is left, so nobody needs to manage it. */
async function conclude(context: UninstallContext): Promise<string> {
  const { managed, decision, config, stores, signal } = context;
  if (!isUninstalling(decision) || !(await isStillWanted(context))) {
    return 'Somebody wants the cluster managed again; the next pass does that';
  }
  await managed.cluster?.custody?.giveUp(config.instance, { signal });
  const to = ENDS[decision.state];
  const { cluster, state: from } = decision;
  await stores.custody.settle({ cluster, from, to });
  return describeCustody({ ...decision, state: to });
}

/** False as soon as somebody has thought better of it. */
export async function isStillWanted({
  decision,
  stores,
}: UninstallContext): Promise<boolean> {
  const now = await stores.custody.get(decision.cluster);
  return now?.state === decision.state;
}
