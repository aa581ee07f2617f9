import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { MeshProcessor } from './processor/MeshProcessor';
import { MeshClusterProvider } from './provider/MeshClusterProvider';
import { readClusterEntities } from './provider/readClusterEntities';

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
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        logger: coreServices.logger,
      },
      async init({ catalog, config, events, logger }) {
        catalog.addProcessor(MeshProcessor.create({ events, logger }));
        catalog.addEntityProvider(
          MeshClusterProvider.create({ entities: readClusterEntities(config) }),
        );
      },
    });
  },
});
