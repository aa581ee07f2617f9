import { ConfigReader } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { JsonObject } from '@backstage/types';
import { ContractCache } from '@meshwright/plugin-mesh-node';
import {
  AuthorizedMeshService,
  ClusterRegistry,
  createDefaultMeshService,
  createRouter,
  type CustodyService,
  Extensions,
  type MeshDatabase,
  readMeshConfig,
  type RunService,
  startReconciling,
  StreamingCatalogReader,
} from './parts';
import * as stubs from './stubs';

/** The backend of the plugin without Backstage around it. */
export async function createBackend(options: {
  config: JsonObject;
  /** A catalog, as far as it is asked. */
  catalog: object;
  stores: MeshDatabase;
  /** Of each pass; by default what the product has. */
  leaseMs?: number;
}) {
  const { stores, leaseMs } = options;
  const { logger, auth } = stubs;
  const config = readMeshConfig(new ConfigReader(options.config));
  if (config.problem) {
    throw new Error(config.problem);
  }
  const clusters = ClusterRegistry.create({
    settings: config.clusters,
    extensions: new Extensions(),
    logger,
    readProvisioned: async () => [],
  });
  const contracts = ContractCache.create();
  const reader = StreamingCatalogReader.create({
    catalog: options.catalog as CatalogService,
    auth,
    contracts,
    logger,
  });
  const events = stubs.createEvents();
  const work = {
    ...{ config, clusters, contracts, reader, events, logger },
    ...{ auditor: stubs.auditor, lifecycle: stubs.lifecycle },
    ...{ scheduler: stubs.scheduler, stores, leaseMs },
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
  return { events, router, trigger };
}
