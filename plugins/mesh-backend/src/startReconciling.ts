import type {
  AuditorService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { CatalogReader } from './catalog';
import type { MeshConfig } from './config';
import type { MeshDatabase } from './database';
import {
  type ClusterList,
  ClusterReconciler,
  followHints,
  followLeases,
  LEASE_MS,
  PassRunner,
  PassTrigger,
  RecentWrites,
  schedulePasses,
} from './reconcile';

/** Schedules the passes, and what makes them come sooner. */
export async function startReconciling(options: {
  config: MeshConfig;
  clusters: ClusterList;
  stores: MeshDatabase;
  reader: CatalogReader;
  auditor: AuditorService;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
  /** Within it another replica takes over; there is a good default. */
  leaseMs?: number;
}): Promise<PassTrigger> {
  const { clusters, stores, reader, events, lifecycle, logger } = options;
  const { leaseMs = LEASE_MS } = options;
  const controller = new AbortController();
  const writes = new RecentWrites();
  const runner = new PassRunner({ leases: stores.leases, logger, leaseMs });
  const trigger = new PassTrigger({
    clusters: () => clusters.list().map(({ name }) => name),
  });
  lifecycle.addShutdownHook(async () => {
    trigger.stop();
    controller.abort();
    await runner.idle();
  });

  await schedulePasses({
    ...options,
    reconciler: ClusterReconciler.create({
      ...options,
      writes,
      onNextInstant: (cluster, instant) =>
        trigger.triggerAfter(cluster, instant),
    }),
    runner,
    trigger,
    writes,
    shutdown: controller.signal,
  });
  void followLeases({
    ...{ clusters, trigger, logger, leaseMs },
    leases: stores.leases,
    signal: controller.signal,
  });
  await followHints({
    events,
    reader,
    hints: stores.hints,
    logger,
    onChanged: () => trigger.triggerAll(),
    signal: controller.signal,
  });
  return trigger;
}
