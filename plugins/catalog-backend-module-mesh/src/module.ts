import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { MeshProcessor } from './processor/MeshProcessor';
import { MeshClusterProvider } from './provider/MeshClusterProvider';
import { readClusterEntities } from './provider/readClusterEntities';
import { readProvisionedEntities } from './provider/readProvisionedEntities';

/**
 * Teaches the catalog what `spec.mesh` and `mesh-cluster` are.
 *
 * @public
 */
export const catalogModuleMesh = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'mesh',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { catalog, config, events, logger, scheduler } = deps;
        catalog.addProcessor(MeshProcessor.create({ events, logger }));
        const provider = MeshClusterProvider.create({
          configured: readClusterEntities(config),
          readProvisioned: () => readProvisionedEntities(deps),
          logger,
        });
        catalog.addEntityProvider(provider);
        await scheduler.scheduleTask({
          id: 'mesh-clusters',
          frequency: { seconds: 5 },
          timeout: { seconds: 30 },
          initialDelay: { seconds: 2 },
          scope: 'local',
          fn: () => provider.refresh(),
        });
      },
    });
  },
});
