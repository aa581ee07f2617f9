import { ConfigReader } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ContractCache } from '@meshwright/plugin-mesh-node';
import knex from 'knex';
import type { Company } from '../createCompany';
import {
  AuthorizedMeshService,
  ClusterRegistry,
  createDefaultMeshService,
  createRouter,
  type CustodyService,
  Extensions,
  MeshDatabase,
  readMeshConfig,
  type RunService,
  startReconciling,
  StreamingCatalogReader,
} from '../parts';
import { PassLog } from './PassLog';
import { SimulatedCatalog } from './SimulatedCatalog';
import * as stubs from './stubs';

/** The backend of the plugin without Backstage around it. */
export async function createBackend(options: {
  company: Company;
  /** Path of a SQLite database. */
  database: string;
}) {
  const { company, database } = options;
  const { logger, auth } = stubs;
  const config = readMeshConfig(new ConfigReader(company.config));
  if (config.problem) {
    throw new Error(config.problem);
  }
  const stores = await openStores(database, company);
  const passes = new PassLog(stores.leases);
  const extensions = new Extensions();
  const clusters = ClusterRegistry.create({
    settings: config.clusters,
    extensions,
    logger,
    readProvisioned: async () => [],
  });
  const catalog = new SimulatedCatalog(company.input.entities);
  const contracts = ContractCache.create();
  const reader = StreamingCatalogReader.create({
    catalog: catalog as unknown as CatalogService,
    auth,
    contracts,
    logger,
  });
  const events = stubs.createEvents();
  const work = {
    ...{ config, clusters, contracts, reader, events, logger },
    ...{ auditor: stubs.auditor, lifecycle: stubs.lifecycle },
    scheduler: stubs.scheduler,
    stores: Object.assign(Object.create(stores), { leases: passes }),
  };
  const trigger = await startReconciling(work);
  const service = createDefaultMeshService({
    ...work,
    trigger,
    userInfo: stubs.userInfo,
    now: () => new Date(),
  });
  const mesh = AuthorizedMeshService.create({
    service,
    permissions: stubs.permissions,
  });
  const router = createRouter({
    httpAuth: stubs.httpAuth,
    mesh,
    runs: {} as RunService,
    custody: {} as CustodyService,
  });
  return { catalog, events, passes, router, stores, trigger };
}

/** With the decisions of the company, when it is new. */
async function openStores(
  filename: string,
  { input }: Company,
): Promise<MeshDatabase> {
  const client = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
  await client.raw('PRAGMA journal_mode = WAL');
  await client.raw('PRAGMA synchronous = OFF');
  const stores = await MeshDatabase.create({
    database: { getClient: async () => client },
  });
  const known = await stores.stages.list();
  if (known.length === 0) {
    for (const { id: _, ...approval } of input.approvals) {
      await stores.approvals.add(approval);
    }
    for (const stage of input.stages) {
      await stores.stages.put(stage);
    }
  }
  return stores;
}
