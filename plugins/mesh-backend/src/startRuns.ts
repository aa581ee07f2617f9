import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  LifecycleService,
  LoggerService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { ClusterRegistry } from './ClusterRegistry';
import { KubernetesStepDriver } from './clusters';
import type { MeshConfig } from './config';
import type { Extensions } from './createClusters';
import type { MeshDatabase, StoredRun } from './database';
import { planVerification } from './planVerification';
import {
  ClusterRunPlanner,
  ProvisionerStepDriver,
  RunEngine,
  RunWorker,
  systemClock,
} from './runs';
import {
  AuthorizedRunService,
  createAuditedRunService,
  createDefaultRunService,
  type RunService,
} from './services';
import { VerifyDriver } from './verify';

/** Of a provider that says nothing about it. */
const STEPS_AT_ONCE = 8;

type Options = {
  config: MeshConfig;
  clusters: ClusterRegistry;
  extensions: Extensions;
  stores: MeshDatabase;
  auditor: AuditorService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  permissions: PermissionsService;
  userInfo: UserInfoService;
};

/** Carries out runs in this process, and lets people ask for them. */
export function startRuns(options: Options): RunService {
  const { clusters, extensions, stores, lifecycle, logger } = options;
  const { provisioners } = extensions;
  const engine = createEngine(options);
  const worker = new RunWorker({
    engine,
    store: stores.runs,
    clock: systemClock,
    logger,
    onTurn: () => clusters.sync(),
  });
  lifecycle.addStartupHook(() => worker.start());
  lifecycle.addShutdownHook(() => worker.stop());

  const service = createDefaultRunService({
    ...options,
    provisioners,
    reach: settings => clusters.reach(settings),
    worker: {
      wake: () => worker.wake(),
      cancel: run => engine.cancel(run),
    },
    now: () => new Date(),
  });
  return createAuditedRunService({
    ...options,
    service: AuthorizedRunService.create({ ...options, service }),
  });
}

function createEngine(options: Options): RunEngine {
  const { config, clusters, extensions, stores, logger } = options;
  const { provisioners } = extensions;
  const connect = (cluster: string) => clusters.connect(cluster);
  const limits = [...provisioners.values()].map(({ limits: own }) => own);
  return RunEngine.create({
    store: stores.runs,
    leases: stores.leases,
    planner: ClusterRunPlanner.create({
      provisioners,
      clusters: stores.provisionedClusters,
      previews: stores.clusterPreviews,
      instance: config.instance,
      reach: settings => clusters.reach(settings),
      planVerification: (run, { signal }) =>
        planVerification(run, {
          ...{ clusters, instance: config.instance, signal },
          stages: stores.stages,
          image: config.verifyImage,
        }),
    }),
    drivers: {
      arm: new ProvisionerStepDriver(provisioners),
      kubernetes: KubernetesStepDriver.create({ connect }),
      check: VerifyDriver.create({
        connect,
        traffic: cluster =>
          clusters.list().find(({ name }) => name === cluster)?.traffic,
      }),
    },
    limits: Object.assign({ '*': STEPS_AT_ONCE }, ...limits),
    instance: config.instance,
    holder: randomUUID(),
    clock: systemClock,
    logger,
    onEnded: async run => {
      await clusters.sync();
      await recordEnd(run, options);
    },
  });
}

/** Runs end long after whoever asked for them has gone. */
async function recordEnd(
  run: StoredRun,
  { auditor }: Pick<Options, 'auditor'>,
): Promise<void> {
  const { id, kind, cluster, by, state, message = '' } = run;
  const event = await auditor.createEvent({
    eventId: 'run-end',
    severityLevel: 'medium',
    meta: { run: id, kind, cluster, by, state, message },
  });
  await (state === 'failed'
    ? event.fail({ error: new Error(message) })
    : event.success());
}
