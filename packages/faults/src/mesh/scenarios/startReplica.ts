import type {
  AuditorService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { MeshCluster } from '@meshwright/plugin-mesh-node';
import { Process } from '../../azure/Process';
import { Random } from '../../azure/Random';
import { createScheduler } from '../createScheduler';
import { FaultPlan } from '../FaultPlan';
import { FaultProxy } from '../FaultProxy';
import {
  type CatalogReader,
  ClusterReconciler,
  KubernetesMeshCluster,
  type ManagedCluster,
  type MeshDatabase,
  PassRunner,
  PassTrigger,
  RecentWrites,
  schedulePasses,
  type StoredPass,
} from '../parts';
import type { Upstream } from '../Upstream';
import type { SiteConfig } from './createConfig';
import type { PauseClock } from './PauseClock';

/** A lease that is as short as tests can bear. */
const LEASE_MS = 2_000;

const TOKEN = 'a-token-of-a-scenario';

/** What a pass came to, and when it began to look, in milliseconds of a clock that never jumps. */
export type MadePass = { startedAt: number; stored: StoredPass };

/** A backend, as far as it reconciles. */
export type Replica = {
  trigger(): void;
  /** Pods that it knows to run, in all clusters. */
  countPods(): Promise<number>;
  /** From now on it does nothing, and hears nothing of what it began. */
  kill(): void;
};

type Options = {
  config: SiteConfig;
  stores: MeshDatabase;
  reader: CatalogReader;
  upstream: Upstream;
  clock: PauseClock;
  onPass: (pass: MadePass) => void;
  /** It is killed after so many writes, whatever else is under way. */
  dieAfter?: number;
  onDeath: () => void;
  /** Stands between the product and a cluster. */
  around?: (cluster: MeshCluster) => MeshCluster;
  /** Warnings and errors that it logs. */
  tell: (text: string) => void;
};

export async function startReplica(options: Options): Promise<Replica> {
  const { config, stores, reader, clock, onPass } = options;
  const process = new Process();
  const shutdown = new AbortController();
  const names = config.clusters.map(({ name }) => name);
  const trigger = new PassTrigger({ clusters: () => names });
  const logger = createLogger(options.tell);
  const proxies = await Promise.all(
    names.map(name => startProxy(name, options)),
  );
  const managed = config.clusters.map((cluster, index) =>
    toManaged(cluster, { ...options, url: proxies[index].url, logger }),
  );
  const alive = wrapStores(stores, process);
  const writes = new RecentWrites();
  const kill = () => {
    process.kill();
    shutdown.abort();
    trigger.stop();
    proxies.forEach(proxy => proxy.cut());
  };
  await schedulePasses({
    config,
    clusters: { list: () => managed, onChange: () => undefined },
    scheduler: createScheduler(shutdown.signal) as SchedulerService,
    reconciler: tellOfPasses(
      ClusterReconciler.create({
        ...{ config, reader, logger, stores: alive },
        auditor: createAuditor(),
        writes: countWrites(writes, {
          ...options,
          onDeath() {
            kill();
            options.onDeath();
          },
        }),
        now: () => clock.now(),
        pause: pause => process.call(() => clock.pause(pause)),
      }),
      onPass,
    ),
    runner: new PassRunner({ leases: alive.leases, logger, leaseMs: LEASE_MS }),
    ...{ trigger, writes, logger },
    shutdown: shutdown.signal,
  });
  return {
    kill,
    trigger: () => trigger.triggerAll(),
    countPods: () => countPods(managed, shutdown.signal),
  };
}

/** Tells when so many writes are done; a log is told before and after each. */
function countWrites(
  writes: RecentWrites,
  { dieAfter, onDeath }: Pick<Options, 'dieAfter' | 'onDeath'>,
): Pick<RecentWrites, 'note'> {
  const begun = new Set<string>();
  let done = 0;
  return {
    note(cluster, key) {
      writes.note(cluster, key);
      const id = `${cluster} ${key}`;
      if (!begun.delete(id)) {
        begun.add(id);
        return;
      }
      done += 1;
      if (done === dieAfter) {
        onDeath();
      }
    },
  };
}

async function countPods(
  managed: readonly ManagedCluster[],
  signal: AbortSignal,
): Promise<number> {
  const snapshots = await Promise.all(
    managed.map(({ cluster }) => cluster?.list({ signal })),
  );
  return snapshots
    .flatMap(snapshot => snapshot?.objects ?? [])
    .filter(({ kind, status }) => kind === 'Pod' && status?.phase === 'Running')
    .length;
}

/** Shows a replica only the namespaces of one cluster. */
function startProxy(cluster: string, { upstream }: Options) {
  return FaultProxy.start({
    upstream,
    prefix: cluster,
    token: TOKEN,
    // Which goes wrong only when it is told to begin.
    faults: new FaultPlan(new Random(cluster)),
    onKill: () => undefined,
  });
}

type Surroundings = Pick<Options, 'around'> & {
  url: string;
  logger: LoggerService;
};

const same = (cluster: MeshCluster) => cluster;

function toManaged(
  { name, environment, cluster }: SiteConfig['clusters'][number],
  { url, logger, around = same }: Surroundings,
): ManagedCluster {
  return {
    name,
    environment,
    config: cluster,
    cluster: around(
      KubernetesMeshCluster.create({
        name,
        credentials: async () => ({ kubeconfig: writeKubeconfig(url) }),
        rootNamespace: cluster.rootNamespace,
        logger,
      }),
    ),
  };
}

function writeKubeconfig(server: string): string {
  const name = 'scenario';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: TOKEN } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

function wrapStores(stores: MeshDatabase, process: Process): MeshDatabase {
  const wrapped = Object.entries(stores).map(([name, store]) => [
    name,
    process.wrap(store, work => work()),
  ]);
  return Object.fromEntries(wrapped);
}

function tellOfPasses(
  reconciler: ClusterReconciler,
  onPass: (pass: MadePass) => void,
): ClusterReconciler {
  return new Proxy(reconciler, {
    get: (target, name) =>
      name === 'reconcile'
        ? async (...args: Parameters<ClusterReconciler['reconcile']>) => {
            const startedAt = performance.now();
            const stored = await target.reconcile(...args);
            onPass({ startedAt, stored });
            return stored;
          }
        : Reflect.get(target, name),
  });
}

function createLogger(tell: Options['tell']): LoggerService {
  const say = (message: unknown, meta?: unknown) =>
    tell(`${message} ${JSON.stringify(meta)}`);
  const ignore = () => undefined;
  const logger: LoggerService = {
    ...{ error: say, warn: say, info: ignore, debug: ignore },
    child: () => logger,
  };
  return logger;
}

function createAuditor(): AuditorService {
  const say = async () => undefined;
  return { createEvent: async () => ({ success: say, fail: say }) };
}
