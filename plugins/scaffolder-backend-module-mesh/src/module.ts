import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createExportClusterAction } from './actions/createExportClusterAction';
import { createPreviewClusterAction } from './actions/createPreviewClusterAction';
import { createPreviewPolicyAction } from './actions/createPreviewPolicyAction';
import { createProvisionClusterAction } from './actions/createProvisionClusterAction';
import { createPublishRepositoryAction } from './actions/createPublishRepositoryAction';
import { createRegisterServiceAction } from './actions/createRegisterServiceAction';
import { createRetireClusterAction } from './actions/createRetireClusterAction';
import { createTakeOverClusterAction } from './actions/createTakeOverClusterAction';
import { createUninstallClusterAction } from './actions/createUninstallClusterAction';
import { createVerifyClusterAction } from './actions/createVerifyClusterAction';
import { ClusterRunsClient } from './client/ClusterRunsClient';
import { MeshBackendClient } from './client/MeshBackendClient';

/**
 * Adds `mesh:repository:publish`, `mesh:service:register`,
 * `mesh:policy:preview` and `mesh:cluster:*`.
 *
 * @public
 */
export const scaffolderModuleMesh = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'mesh',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, catalog, config, discovery }) {
        const mesh = MeshBackendClient.create({ auth, discovery });
        const integrations = ScmIntegrations.fromConfig(config);
        const runs = ClusterRunsClient.create({ auth, discovery });
        actions.addActions(
          createPreviewPolicyAction({ mesh }),
          createPublishRepositoryAction({ integrations, config }),
          createRegisterServiceAction({ catalog, mesh }),
          createPreviewClusterAction({ runs }),
          createProvisionClusterAction({ runs }),
          createVerifyClusterAction({ runs }),
          createExportClusterAction({ runs }),
          createRetireClusterAction({ runs }),
          createTakeOverClusterAction({ runs }),
          createUninstallClusterAction({ runs }),
        );
      },
    });
  },
});
