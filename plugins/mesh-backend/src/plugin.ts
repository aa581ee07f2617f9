import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  ContractCache,
  meshClustersExtensionPoint,
  meshDnsExtensionPoint,
  meshProvisionersExtensionPoint,
  meshTrafficExtensionPoint,
} from '@meshwright/plugin-mesh-node';
import { StreamingCatalogReader } from './catalog';
import { readMeshConfig } from './config';
import { ClusterRegistry } from './ClusterRegistry';
import { Extensions } from './createClusters';
import { MeshDatabase } from './database';
import { registerPermissions } from './permissions';
import { createRouter } from './router';
import {
  AuthorizedMeshService,
  createAuditedCustodyService,
  createAuditedMeshService,
  createAuthorizedCustodyService,
  createDefaultCustodyService,
  createDefaultMeshService,
} from './services';
import { startReconciling } from './startReconciling';
import { startRuns } from './startRuns';

/**
 * Keeps the policies of the mesh equal to what the catalog declares, and says
 * so.
 *
 * @public
 */
export const meshPlugin = createBackendPlugin({
  pluginId: 'mesh',
  register(env) {
    const extensions = new Extensions();
    env.registerExtensionPoint(meshClustersExtensionPoint, extensions);
    env.registerExtensionPoint(meshDnsExtensionPoint, extensions);
    env.registerExtensionPoint(meshTrafficExtensionPoint, extensions);
    env.registerExtensionPoint(meshProvisionersExtensionPoint, extensions);

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auditor, database, httpAuth, logger, permissions } = deps;
        const configured = readMeshConfig(deps.rootConfig);
        if (configured.problem) {
          logger.warn(configured.problem);
        }
        const stores = await MeshDatabase.create({ database });
        registerPermissions({
          registry: deps.permissionsRegistry,
          statuses: stores.statuses,
        });

        const clusters = ClusterRegistry.create({
          settings: configured.clusters,
          extensions,
          logger,
          readProvisioned: () => stores.provisionedClusters.list(),
        });
        await clusters.sync();
        const config = {
          ...configured,
          /** Those that are known now. */
          get clusters() {
            return clusters.settings();
          },
        };
        const contracts = ContractCache.create();
        const reader = StreamingCatalogReader.create({ ...deps, contracts });
        const work = { ...deps, config, clusters, contracts, stores, reader };
        const trigger = await startReconciling(work);

        const context = { ...work, trigger, now: () => new Date() };
        const service = createDefaultMeshService(context);
        const mesh = createAuditedMeshService({
          service: AuthorizedMeshService.create({ service, permissions }),
          auditor,
        });
        const custody = createAuditedCustodyService({
          service: createAuthorizedCustodyService({
            service: createDefaultCustodyService(context),
            permissions,
          }),
          auditor,
        });
        const runs = startRuns({ ...work, extensions });
        deps.httpRouter.use(createRouter({ httpAuth, mesh, runs, custody }));
      },
    });
  },
});
