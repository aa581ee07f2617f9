import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createPreviewPolicyAction } from './actions/createPreviewPolicyAction';
import { createRegisterServiceAction } from './actions/createRegisterServiceAction';
import { MeshBackendClient } from './client/MeshBackendClient';

/**
 * Adds `mesh:service:register` and `mesh:policy:preview`.
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
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, catalog, discovery }) {
        const mesh = MeshBackendClient.create({ auth, discovery });
        actions.addActions(
          createPreviewPolicyAction({ mesh }),
          createRegisterServiceAction({ catalog, mesh }),
        );
      },
    });
  },
});
