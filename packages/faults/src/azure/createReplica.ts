import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MeshClusterSpec,
  ProvisionPlan,
} from '@meshwright/plugin-mesh-common';
import type { StepDriver, StepProgress } from '@meshwright/plugin-mesh-node';
import type { ArmCore } from '@meshwright/sandbox';
import { createHttpClient, type Watch } from './createHttpClient';
import {
  AzureClients,
  AzureClusterProvisioner,
  ClusterRunPlanner,
  createObjectReader,
  KubernetesConnection,
  KubernetesStepDriver,
  planCluster,
  ProvisionerStepDriver,
  RunEngine,
  VerifyDriver,
} from './parts';
import { Process } from './Process';
import type { Scene } from './Scene';
import type { CampaignClock } from './VirtualClock';

export const INSTANCE = 'campaign';

const silent = () => undefined;
const logger: LoggerService = {
  error: silent,
  warn: silent,
  info: silent,
  debug: silent,
  child: () => logger,
};

/** A process that provisions, with everything that it holds in its memory. */
export type Replica = {
  process: Process;
  engine: RunEngine;
  /** Looks at what is there, and plans. */
  plan(
    spec: MeshClusterSpec,
    purpose?: ProvisionPlan['purpose'],
  ): Promise<ProvisionPlan>;
};

export function createReplica(options: {
  scene: Scene;
  arm: ArmCore;
  clock: CampaignClock;
  watch: Watch;
  /** Other limits than the provisioner's own. */
  limits?: Readonly<Record<string, number>>;
  /** Asks again after so long instead of what the provisioner says. */
  pollMs?: number;
}): Replica {
  const { scene, clock, limits, pollMs } = options;
  const process = new Process();
  const during = <T>(work: () => Promise<T>) => clock.during(work);
  const provisioner = createProvisioner({ ...options, process });
  const provisioners = new Map([['azure', provisioner]]);
  const { stores } = scene;
  const connectNow = (cluster: string) =>
    process.wrap(
      new KubernetesConnection({
        cluster,
        credentials: async () => ({ kubeconfig: scene.kubernetes.kubeconfig }),
      }),
      during,
    );
  const connect = async (cluster: string) => connectNow(cluster);
  const reach = () => createObjectReader(() => connectNow('campaign'));
  const engine = RunEngine.create({
    store: process.wrap(stores.runs, during),
    leases: process.wrap(stores.leases, during),
    planner: ClusterRunPlanner.create({
      provisioners,
      clusters: process.wrap(stores.provisionedClusters, during),
      previews: stores.clusterPreviews,
      instance: INSTANCE,
      reach,
      planVerification: async () => [],
    }),
    drivers: {
      arm: hurry(new ProvisionerStepDriver(provisioners), pollMs),
      kubernetes: KubernetesStepDriver.create({ connect }),
      check: VerifyDriver.create({ connect, traffic: () => undefined }),
    },
    limits: limits ?? provisioner.limits,
    instance: INSTANCE,
    holder: randomUUID(),
    clock: {
      now: clock.now,
      wait: (milliseconds, signal) =>
        process.call(() => clock.wait(milliseconds, signal)),
    },
    logger,
    leaseMs: 60_000,
  });
  return {
    process,
    engine,
    plan: async (spec, purpose = 'provision') => {
      const { signal } = new AbortController();
      const asked = { provisioner, spec, purpose, reach, signal };
      const { plan } = await planCluster({ ...asked, instance: INSTANCE });
      return plan;
    },
  };
}

/** The same driver, which asks more often. */
function hurry(driver: StepDriver, pollMs: number | undefined): StepDriver {
  if (pollMs === undefined) {
    return driver;
  }
  const soon = (progress: StepProgress): StepProgress =>
    progress.state === 'running' ? { ...progress, afterMs: pollMs } : progress;
  return {
    start: async (...args) => soon(await driver.start(...args)),
    poll: async (...args) => soon(await driver.poll(...args)),
    cancel: (...args) => driver.cancel(...args),
  };
}

function createProvisioner(options: {
  scene: Scene;
  arm: ArmCore;
  clock: CampaignClock;
  watch: Watch;
  process: Process;
}): AzureClusterProvisioner {
  const { arm, clock } = options;
  const credential = {
    getToken: async () => ({
      token: arm.issueToken(),
      expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
    }),
  };
  const clients = AzureClients.create(
    {},
    {
      credential,
      httpClient: createHttpClient(options),
      retries: { retryDelayInMs: 1, maxRetryDelayInMs: 5 },
    },
  );
  return AzureClusterProvisioner.create({ clients, now: clock.now });
}
