import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  ClusterConfig,
  EntityMeshStatus,
} from '@meshwright/plugin-mesh-common';
import { cluster as clusterConfig } from '@meshwright/plugin-mesh-common/testUtils';
import {
  ContractCache,
  type TrafficSource,
} from '@meshwright/plugin-mesh-node';
import {
  FakeDnsZone,
  FakeMeshCluster,
} from '@meshwright/plugin-mesh-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { toContractSource } from '../catalog';
import { type MeshConfig } from '../config';
import { MeshDatabase } from '../database';
import { ClusterReconciler, type ManagedCluster } from '../reconcile';
import type { Pause } from '../reconcile/convergeCluster';

export const CLUSTER = 'shop-weu';

/**
 * A catalog, a cluster with a zone, a database and a clock that tests move.
 */
export async function createWorld(options: {
  databases: TestDatabases;
  entities: Entity[];
  instance?: string;
  cluster?: FakeMeshCluster;
  traffic?: TrafficSource;
  config?: Partial<MeshConfig>;
  pause?: Pause;
}) {
  const knex = await options.databases.init('SQLITE_3');
  const stores = await MeshDatabase.create({
    database: mockServices.database({ knex }),
  });
  const cluster = options.cluster ?? new FakeMeshCluster({ name: CLUSTER });
  const zone = new FakeDnsZone();
  const catalog = {
    entities: options.entities,
    problem: undefined as Error | undefined,
  };
  const clock = { now: new Date('2027-01-01T12:00:00Z') };
  const config = createConfig(options);
  const managed: ManagedCluster = {
    name: CLUSTER,
    environment: 'production',
    config: config.clusters[0].cluster,
    cluster,
    zone,
    traffic: options.traffic,
  };
  const logger = mockServices.logger.mock();
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const contracts = ContractCache.create();
  const reader = {
    readListing: async () => {
      if (catalog.problem) {
        throw catalog.problem;
      }
      const entities = structuredClone(catalog.entities);
      return { entities, contracts: parseAll(entities, contracts) };
    },
    readEntity: async () => undefined,
  };
  const nextInstants: string[] = [];
  const createReconciler = () =>
    ClusterReconciler.create({
      config,
      stores,
      reader,
      auditor,
      logger,
      writes: { note: () => undefined },
      onNextInstant: (_, instant) => nextInstants.push(instant),
      now: () => clock.now,
      pause: options.pause,
    });
  const reconciler = createReconciler();

  return {
    stores,
    cluster,
    zone,
    catalog,
    clock,
    config,
    managed,
    reader,
    auditor,
    audit,
    logger,
    createReconciler,
    /** When the model changes by itself, as every pass said. */
    nextInstants,
    pass: (signal = new AbortController().signal) =>
      reconciler.reconcile(managed, signal),
    later: (hours: number) => {
      clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
    },
    laterSeconds: (seconds: number) => {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
    /** What our policies say, by key. */
    policies: () =>
      Object.fromEntries(
        [...cluster.objects]
          .filter(([key]) => key.includes('Policy/'))
          .sort()
          .map(([key, { spec }]) => [key, spec]),
      ),
    /** Kinds and names of our policies that the cluster holds. */
    keys: (kind: string) =>
      [...cluster.objects.keys()].filter(key => key.includes(`/${kind}/`)),
    status: async (ref: string): Promise<EntityMeshStatus> => {
      const status = await stores.statuses.get(ref);
      if (!status) {
        throw new Error(`No status of ${ref}`);
      }
      return status;
    },
  };
}

function parseAll(entities: Entity[], contracts: ContractCache) {
  return new Map(
    entities.flatMap(entity => {
      const source = toContractSource(entity);
      return source
        ? [[stringifyEntityRef(entity), contracts.parse(source)] as const]
        : [];
    }),
  );
}

function createConfig(options: {
  instance?: string;
  config?: Partial<MeshConfig>;
}): MeshConfig {
  const cluster: ClusterConfig = { ...clusterConfig(), name: CLUSTER };
  return {
    instance: options.instance ?? 'test',
    schedule: { frequency: { minutes: 5 }, timeout: { minutes: 5 } },
    settleSeconds: 0,
    repairAfterSeconds: 5,
    hold: { minimum: 10, share: 0.05 },
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
    },
    bindings: [],
    guardrails: [],
    clusters: [
      {
        name: CLUSTER,
        environment: 'production',
        cluster,
        block: new ConfigReader({}),
      },
    ],
    ...options.config,
  };
}
