import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { MeshPermissionPolicy } from './MeshPermissionPolicy';

/**
 * Makes the policy of this package the policy of the installation.
 *
 * @public
 */
export const permissionModuleMesh = createBackendModule({
  pluginId: 'permission',
  moduleId: 'mesh',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        const platformGroups =
          config.getOptionalStringArray('permission.mesh.platformGroups') ?? [];
        policy.setPolicy(MeshPermissionPolicy.create({ platformGroups }));
      },
    });
  },
});
