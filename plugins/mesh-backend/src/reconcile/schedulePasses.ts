import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { durationToMilliseconds, type HumanDuration } from '@backstage/types';
import type { MeshConfig } from '../config';
import type { ClusterReconciler } from './ClusterReconciler';
import { untilRepair } from './delayRepairs';
import type { ClusterList, ManagedCluster } from './ManagedCluster';
import type { PassRunner, RunOutcome } from './PassRunner';
import { type PassTrigger } from './PassTrigger';
import type { RecentWrites } from './RecentWrites';

/** Id of the scheduled task that makes the passes over a cluster. */
const taskIdOf = (cluster: string) =>
  `mesh-reconcile-${cluster.replace(/[^a-zA-Z0-9_-]/g, '-')}`;

type Options = {
  config: MeshConfig;
  clusters: ClusterList;
  scheduler: SchedulerService;
  reconciler: ClusterReconciler;
  runner: PassRunner;
  trigger: PassTrigger;
  writes: RecentWrites;
  logger: LoggerService;
  /** Ends the passes and the watches. */
  shutdown: AbortSignal;
};

/**
 * Makes passes when something asks for them, in this replica and at once; and
 * on a schedule, in one of the replicas, should nothing have asked.
 */
export async function schedulePasses(options: Options): Promise<void> {
  const { config, clusters, trigger } = options;
  const work = { ...options, watched: new Map<string, Watch>() };
  const timeoutMs = durationToMilliseconds(
    config.schedule.timeout as HumanDuration,
  );

  trigger.connect(async name => {
    const managed = findManaged(clusters, name);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return managed ? await runPass({ ...work, managed, signal }) : 'failed';
    } catch {
      // The pass has told the log; the periodic one follows.
      return 'failed';
    }
  });
  const tasks = new Map<string, AbortController>();
  await scheduleTasks({ ...work, tasks });
  clusters.onChange(() => {
    scheduleTasks({ ...work, tasks }).catch(error =>
      options.logger.error('A new cluster is not reconciled', toError(error)),
    );
    trigger.triggerAll();
  });
}

/** A task for each cluster that has none, and none for those that went. */
async function scheduleTasks(
  options: Omit<PassOptions, 'managed' | 'signal'> & {
    tasks: Map<string, AbortController>;
  },
): Promise<void> {
  const { clusters, tasks, watched } = options;
  const known = new Map(clusters.list().map(one => [one.name, one]));
  for (const [name, controller] of tasks) {
    if (!known.has(name)) {
      controller.abort();
      tasks.delete(name);
    }
  }
  for (const [name, { managed, stop }] of watched) {
    if (known.get(name) !== managed) {
      stop();
      watched.delete(name);
    }
  }
  for (const name of known.keys()) {
    if (!tasks.has(name)) {
      const controller = new AbortController();
      tasks.set(name, controller);
      await scheduleTask({ ...options, name, cancelled: controller.signal });
    }
  }
}

async function scheduleTask(
  options: Omit<PassOptions, 'managed' | 'signal'> & {
    name: string;
    cancelled: AbortSignal;
  },
): Promise<void> {
  const { config, clusters, scheduler, trigger, name, cancelled } = options;
  await scheduler.scheduleTask({
    id: taskIdOf(name),
    ...config.schedule,
    initialDelay: config.schedule.initialDelay ?? { seconds: 2 },
    scope: 'global',
    signal: cancelled,
    fn: async signal => {
      const managed = findManaged(clusters, name);
      if (
        managed &&
        (await runPass({ ...options, managed, signal })) !== 'made'
      ) {
        trigger.trigger(name);
      }
    },
  });
}

/** Nothing is to be said of a cluster before there is one. */
function findManaged(
  clusters: ClusterList,
  name: string,
): ManagedCluster | undefined {
  return clusters
    .list()
    .find(known => known.name === name && known.lifecycle !== 'provisioning');
}

/** What is watched, and how to stop that. */
type Watch = { managed: ManagedCluster; stop: () => void };

type PassOptions = Options & {
  managed: ManagedCluster;
  watched: Map<string, Watch>;
  signal: AbortSignal;
};

/** One pass under the lease of the cluster. */
async function runPass(options: PassOptions): Promise<RunOutcome> {
  const { managed, runner, logger, shutdown } = options;
  const signal = AbortSignal.any([options.signal, shutdown]);
  try {
    return await runner.run(managed.name, signal, leased =>
      makePass({ ...options, signal: leased }),
    );
  } catch (error) {
    if (signal.aborted) {
      logger.info('A pass was interrupted; the next one finishes it', {
        cluster: managed.name,
      });
      return 'made';
    }
    logger.error('A pass failed', {
      cluster: managed.name,
      error: toError(error).message,
    });
    throw error;
  }
}

async function makePass(options: PassOptions): Promise<void> {
  const { managed, reconciler, trigger, config, signal } = options;
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
}

/** From the first good pass on, changes by others lead to a pass at once. */
function watch(options: PassOptions) {
  const { managed, watched, writes, trigger, shutdown } = options;
  const { cluster, name } = managed;
  if (!cluster || watched.has(name) || shutdown.aborted) {
    return;
  }
  const stop = cluster.watch(key => {
    const echo = writes.msOfEcho(name, key);
    if (echo === undefined) {
      trigger.trigger(name);
    } else {
      // Somebody else may have been just as quick as we were.
      trigger.triggerLater(name, echo);
    }
  });
  watched.set(name, { managed, stop });
  shutdown.addEventListener('abort', stop, { once: true });
}
