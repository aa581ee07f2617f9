import { toError } from '@backstage/errors';
import {
  type Change,
  type ChangeResult,
  Obstacles,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import type { DnsZone, MeshCluster } from '@meshwright/plugin-mesh-node';
import { requireLease } from '../heldLease';
import { mapLimited } from './mapLimited';
import { mayHaveWritten } from './readBack';

const CONCURRENCY = 8;

type ApplyOptions = {
  plan: Plan;
  cluster: MeshCluster;
  zone?: DnsZone;
  instance: string;
  /** Waits for the mesh to settle; rejects when it is interrupted. */
  settle: () => Promise<void>;
  /**
   * Told before and after each write, also of one that fails: it may have
   * been carried out.
   */
  onWrite?: (change: Change) => void;
  signal: AbortSignal;
};

/**
 * Makes the changes of a plan, wave by wave, with time for the mesh to settle
 * in between. What fails stops only what builds upon it, and is not tried
 * twice.
 */
export async function applyPlan(
  options: ApplyOptions,
): Promise<ChangeResult[]> {
  const { plan, settle, signal } = options;
  const obstacles = Obstacles.create(plan);
  const results: ChangeResult[] = [];
  let isSettled = true;

  for (const wave of plan.waves.filter(changes => changes.length > 0)) {
    if (!isSettled) {
      await settle();
    }
    for (const group of splitByNeed(wave)) {
      const made = await mapLimited(group, CONCURRENCY, async change => {
        await requireLease();
        signal.throwIfAborted();
        const reason = obstacles.describe(change);
        return reason
          ? ({ change, outcome: 'skipped', message: reason } as const)
          : tryApply(change, options);
      });
      made.forEach(result => obstacles.note(result));
      results.push(...made);
      isSettled &&= !made.some(mayHaveWritten);
    }
  }
  return results;
}

/** Namespaces first: the rest of a wave may live in them. */
function splitByNeed(wave: Change[]): Change[][] {
  const namespaces = wave.filter(isNamespace);
  const others = wave.filter(change => !isNamespace(change));
  return [namespaces, others].filter(group => group.length > 0);
}

async function tryApply(
  change: Change,
  options: ApplyOptions,
): Promise<ChangeResult> {
  const { cluster, zone, instance, onWrite, signal } = options;
  onWrite?.(change);
  try {
    if (change.target === 'object') {
      return await cluster.apply(change, { instance, signal });
    }
    return zone
      ? await zone.apply(change, { instance, cluster: cluster.name, signal })
      : {
          change,
          outcome: 'skipped',
          message: 'No private zone is configured for the cluster',
        };
  } catch (error) {
    signal.throwIfAborted();
    return { change, outcome: 'failed', message: toError(error).message };
  } finally {
    onWrite?.(change);
  }
}

function isNamespace(change: Change): boolean {
  return change.target === 'object' && change.key.startsWith('/Namespace/');
}
