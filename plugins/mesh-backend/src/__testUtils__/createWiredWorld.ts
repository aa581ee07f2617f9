import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { ControlPlane, Wire } from '@meshwright/control-plane';
import type { TrafficSource } from '@meshwright/plugin-mesh-node';
import knexFactory from 'knex';
import { CLUSTER, createWorld } from './createWorld';
import { KubernetesMeshCluster } from '../clusters';
import { createKubectl } from './createServerWorld';

/** The same database, at the end of a wire. */
export async function connectThrough(
  wire: Wire,
  databases: TestDatabases,
): Promise<{ databases: TestDatabases; end: () => Promise<void> }> {
  const direct = await databases.init('POSTGRES_15');
  const { connection } = direct.client.config;
  const settings =
    typeof connection === 'string'
      ? { connectionString: connection }
      : connection;
  const knex = knexFactory({
    client: 'pg',
    connection: { ...settings, host: wire.host, port: wire.port },
    // As Backstage sets it, but for how long a lost server is waited for.
    pool: { min: 0, max: 4, acquireTimeoutMillis: 2_000 },
    acquireConnectionTimeout: 2_000,
  });
  return {
    databases: { init: async () => knex } as unknown as TestDatabases,
    end: () => knex.destroy(),
  };
}

/** May do everything, but is not above the priorities as administrators are. */
const BACKENDS = 'backends';

/** Once for a control plane, before its first world. */
export async function admitBackends(server: ControlPlane): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  await createKubectl(server).send(
    'POST',
    `/apis/${group}/v1/clusterrolebindings`,
    {
      metadata: { name: BACKENDS },
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: group, kind: 'Group', name: BACKENDS }],
    },
  );
}

/** A world whose cluster is a real API server at the end of a wire. */
export async function createWiredWorld(options: {
  databases: TestDatabases;
  server: ControlPlane;
  wire: Wire;
  instance: string;
  entities: Entity[];
  traffic?: TrafficSource;
}) {
  const { server, wire, instance } = options;
  const rootNamespace = `root-${instance}`;
  const kubectl = createKubectl(server);
  await kubectl.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: rootNamespace },
  });
  const user = `backend-${instance}`;
  const direct = await server.kubeconfigFor({
    user,
    groups: [BACKENDS],
  });
  const kubeconfig = direct.replace(
    server.url,
    `https://${wire.host}:${wire.port}`,
  );
  const cluster = KubernetesMeshCluster.create({
    name: CLUSTER,
    credentials: async () => ({ kubeconfig }),
    rootNamespace,
    logger: mockServices.logger.mock(),
  });
  const world = await createWorld({
    ...options,
    config: { repairAfterSeconds: 0 },
  });
  const managed = { ...world.managed, cluster };
  const reconciler = world.createReconciler();
  return {
    ...world,
    kubectl,
    kubeconfig,
    user,
    /** Only what this world's backend asked for, as the API server saw it. */
    readWrites: () =>
      server
        .readAudit()
        .filter(event => event.user?.username === user)
        .filter(({ verb }) => !['get', 'list', 'watch'].includes(verb))
        .filter(
          ({ requestURI }) => !requestURI.includes('/authorization.k8s.io/'),
        ),
    pass: (signal = new AbortController().signal) =>
      reconciler.reconcile(managed, signal),
  };
}
