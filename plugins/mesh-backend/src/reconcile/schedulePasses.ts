import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { MeshConfig } from '../config';
import type { ClusterReconciler } from './ClusterReconciler';
import { untilRepair } from './delayRepairs';
import type { ManagedCluster } from './ManagedCluster';
import { type PassTrigger, taskIdOf } from './PassTrigger';
import type { RecentWrites } from './RecentWrites';

/**
 * One task per cluster: each on one backend instance at a time, however many
 * there are, and none of them waiting for another cluster.
 */
export async function schedulePasses(options: {
  config: MeshConfig;
  clusters: readonly ManagedCluster[];
  scheduler: SchedulerService;
  reconciler: ClusterReconciler;
  trigger: PassTrigger;
  writes: RecentWrites;
  logger: LoggerService;
  /** Ends the watches. */
  shutdown: AbortSignal;
}): Promise<void> {
  const { config, clusters, scheduler } = options;
  const watched = new Set<string>();
  for (const managed of clusters) {
    await scheduler.scheduleTask({
      id: taskIdOf(managed.name),
      ...config.schedule,
      initialDelay: config.schedule.initialDelay ?? { seconds: 2 },
      scope: 'global',
      fn: signal => makePass({ ...options, managed, watched, signal }),
    });
  }
}

type PassOptions = Parameters<typeof schedulePasses>[0] & {
  managed: ManagedCluster;
  watched: Set<string>;
  signal: AbortSignal;
};

async function makePass(options: PassOptions): Promise<void> {
  const { managed, reconciler, trigger, config, logger, signal } = options;
  try {
    const stored = await reconciler.reconcile(managed, signal);
    if (stored.changes > 0 || Object.keys(stored.settling).length > 0) {
      // Only then may the page say that what was written is in force, and a
      // plan may leave its last step to the next pass.
      trigger.triggerLater(managed.name, config.settleSeconds * 1000 + 500);
    }
    const repair = untilRepair({
      driftedSince: stored.driftedSince,
      now: new Date(),
      repairAfterSeconds: config.repairAfterSeconds,
    });
    if (repair !== undefined) {
      trigger.triggerLater(managed.name, repair);
    }
    if (stored.state === 'managing') {
      watch(options);
    }
  } catch (error) {
    if (signal.aborted) {
      logger.info('A pass was interrupted; the next one finishes it', {
        cluster: managed.name,
      });
      return;
    }
    logger.error('A pass failed', {
      cluster: managed.name,
      error: toError(error).message,
    });
    throw error;
  }
}

/** From the first good pass on, changes by others lead to a pass at once. */
function watch(options: PassOptions) {
  const { managed, watched, writes, trigger, shutdown } = options;
  const { cluster, name } = managed;
  if (!cluster || watched.has(name) || shutdown.aborted) {
    return;
  }
  watched.add(name);
  const stop = cluster.watch(key => {
    if (!writes.isEcho(name, key)) {
      trigger.trigger(name);
    }
  });
  shutdown.addEventListener('abort', stop, { once: true });
}
