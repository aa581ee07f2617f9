import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import createKnex from 'knex';
import { Process } from '../azure/Process';
import { createScheduler } from './createScheduler';
import { createVoices } from './createVoices';
import type { FaultPlan } from './FaultPlan';
import { FaultProxy } from './FaultProxy';
import {
  type CatalogReader,
  ClusterReconciler,
  KubernetesMeshCluster,
  type ManagedCluster,
  type MeshConfig,
  MeshDatabase,
  PassRunner,
  PassTrigger,
  RecentWrites,
  schedulePasses,
  type StoredPass,
} from './parts';
import { toLog } from '../backend/toLog';
import type { Upstream } from './Upstream';
import { watchReadings } from './watchReadings';

/** A lease that is as short as tests can bear. */
const LEASE_MS = 2_000;

/** What a pass came to, when it began to look, and which pods it saw. */
export type MadePass = {
  startedAt: number;
  stored: StoredPass;
  pods: readonly string[];
};

/** A backend, as far as it reconciles. */
export type Replica = {
  isAlive(): boolean;
  /** Asks for a pass soon. */
  trigger(): void;
  /** Ids of objects, for each write whose outcome it was not told. */
  untold: readonly string[];
  stop(): Promise<void>;
};

export type ReplicaOptions = {
  prefix: string;
  upstream: Upstream;
  /** Opens the proxy; never to be said by the product. */
  token: string;
  database: { url: string; schema: string };
  config: MeshConfig;
  /** As the product knows it: absent, nothing is followed by watches. */
  relistMs?: number;
  reader: CatalogReader;
  faults: FaultPlan;
  /** Everything that is said. */
  tell: (text: string) => void;
  onPass: (pass: MadePass) => void;
  onKill: () => void;
};

export async function createReplica(options: ReplicaOptions): Promise<Replica> {
  const { config, database, faults, reader } = options;
  const process = new Process();
  const shutdown = new AbortController();
  const [{ name }] = config.clusters;
  const trigger = new PassTrigger({ clusters: () => [name] });
  const proxy = await FaultProxy.start({
    ...options,
    onKill: () => {
      process.kill();
      proxy.cut();
      trigger.stop();
      shutdown.abort();
      options.onKill();
    },
  });
  const knex = createKnex({
    client: 'pg',
    connection: database.url,
    searchPath: [database.schema],
    pool: { min: 0, max: 4 },
    log: toLog(options.tell),
    acquireConnectionTimeout: 5_000,
  });
  const { logger, auditor } = createVoices(options.tell);
  const eyes = watchReadings(createCluster(options, { proxy, logger }));
  const managed = createManaged(options, eyes.cluster);
  const stores = wrapStores(await openStores(knex), { process, faults });
  const writes = new RecentWrites();
  await schedulePasses({
    config,
    clusters: { list: () => [managed], onChange: () => undefined },
    scheduler: createScheduler(shutdown.signal) as SchedulerService,
    reconciler: watchPasses(
      ClusterReconciler.create({
        ...{ config, stores, reader, logger, auditor, writes },
      }),
      (startedAt, stored) =>
        options.onPass({ startedAt, stored, pods: eyes.pods() }),
    ),
    runner: new PassRunner({
      leases: stores.leases,
      logger,
      leaseMs: LEASE_MS,
    }),
    trigger,
    writes,
    logger,
    shutdown: shutdown.signal,
  });
  return {
    isAlive: () => !shutdown.signal.aborted,
    trigger: () => trigger.trigger(name),
    untold: proxy.untold,
    async stop() {
      process.kill();
      trigger.stop();
      shutdown.abort();
      proxy.cut();
      await knex.destroy();
    },
  };
}

async function openStores(
  knex: ReturnType<typeof createKnex>,
): Promise<MeshDatabase> {
  return MeshDatabase.create({
    database: { getClient: async () => knex, migrations: { skip: true } },
  });
}

/** Whose calls may fail, and are not answered after the process is killed. */
function wrapStores(
  stores: MeshDatabase,
  { process, faults }: { process: Process; faults: FaultPlan },
): MeshDatabase {
  const wrapped = Object.entries(stores).map(([name, store]) => [
    name,
    process.wrap(store, work => faults.aroundStore(work)),
  ]);
  return Object.fromEntries(wrapped);
}

function createCluster(
  { prefix, config, relistMs, token }: ReplicaOptions,
  { proxy, logger }: { proxy: FaultProxy; logger: LoggerService },
): KubernetesMeshCluster {
  return KubernetesMeshCluster.create({
    name: config.clusters[0].name,
    credentials: async () => ({
      kubeconfig: writeKubeconfig(proxy.url, token),
    }),
    rootNamespace: `${prefix}-root`,
    relistMs,
    logger,
  });
}

function createManaged(
  { config }: ReplicaOptions,
  cluster: KubernetesMeshCluster,
): ManagedCluster {
  const [{ name, environment, cluster: settings }] = config.clusters;
  return { name, environment, config: settings, cluster };
}

function writeKubeconfig(server: string, token: string): string {
  const name = 'campaign';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

/** The same, which tells of each pass. */
function watchPasses(
  reconciler: ClusterReconciler,
  onPass: (startedAt: number, stored: StoredPass) => void,
): ClusterReconciler {
  return new Proxy(reconciler, {
    get: (target, name) =>
      name === 'reconcile'
        ? async (...args: Parameters<ClusterReconciler['reconcile']>) => {
            const startedAt = Date.now();
            const stored = await target.reconcile(...args);
            onPass(startedAt, stored);
            return stored;
          }
        : Reflect.get(target, name),
  });
}
