import { createPlan, type Plan } from '@meshwright/plugin-mesh-common';
import { applyPlan } from '../applyPlan';
import { auditPass } from '../auditPass';
import { sleep } from '../sleep';
import { count } from './count';
import { readWorld, type World } from './readWorld';
import {
  isStillWanted,
  type StepOutcome,
  type UninstallContext,
} from './uninstallCluster';

/** A plan may leave its last step to the next one; so often in one pass. */
const ROUNDS = 5;

/**
 * Deletes what we made: default denials first, what admits last, so that
 * nothing is cut off meanwhile. These are the waves of a plan in which
 * nothing is wanted any more, safe in every subset like any other.
 */
export async function removeObjects(
  context: UninstallContext,
): Promise<StepOutcome> {
  const { config, signal } = context;
  let changes = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const world = await readWorld(context);
    const plan = planRemoval(world, context);
    if (plan.waves.length === 0) {
      return { changes, failed: [], waiting: world.zoneGap };
    }
    if (round > 1) {
      await sleep(config.settleSeconds * 1000, signal);
    }
    const made = await applyWhileWanted(plan, context);
    changes += made.applied;
    if (made.waiting !== undefined) {
      return { changes, failed: made.failed, waiting: made.waiting };
    }
  }
  return {
    changes,
    failed: [],
    waiting: 'The rest follows with the next pass',
  };
}

/** The plan in which nothing of ours is wanted. */
export function planRemoval(
  { snapshot, records }: World,
  {
    managed,
    config,
    now,
  }: Pick<UninstallContext, 'managed' | 'config' | 'now'>,
): Plan {
  return createPlan({
    desired: [],
    desiredRecords: [],
    live: snapshot.objects,
    liveRecords: records,
    instance: config.instance,
    cluster: managed.name,
    now: now().toISOString(),
  });
}

async function applyWhileWanted(
  plan: Plan,
  context: UninstallContext,
): Promise<{ applied: number; failed: string[]; waiting?: string }> {
  const { managed, config, auditor, writes, signal } = context;
  const { cluster, zone, name } = managed;
  if (!cluster) {
    return { applied: 0, failed: [], waiting: 'It cannot be reached' };
  }
  const stopped = new AbortController();
  const settle = async () => {
    if (!(await isStillWanted(context))) {
      stopped.abort();
    }
    stopped.signal.throwIfAborted();
    await sleep(config.settleSeconds * 1000, signal);
  };
  try {
    const results = await auditPass({ auditor, cluster: name, plan }, () =>
      applyPlan({
        ...{ plan, cluster, zone, instance: config.instance, settle, signal },
        onWrite: ({ key }) => writes.note(name, key),
      }),
    );
    const failed = results
      .filter(({ outcome }) => outcome !== 'applied')
      .map(({ change, message = '' }) => `'${change.key}': ${message}`);
    return {
      applied: results.length - failed.length,
      failed,
      ...(failed.length > 0 && {
        waiting: `Not made: ${count(failed.length, 'change')} of ${
          results.length
        }; ${failed[0]}. The next pass tries again`,
      }),
    };
  } catch (error) {
    if (stopped.signal.aborted) {
      return {
        ...{ applied: 0, failed: [] },
        waiting:
          'Somebody wants the cluster managed again; the next pass does that',
      };
    }
    throw error;
  }
}
