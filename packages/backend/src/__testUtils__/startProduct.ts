import type { ExtensionPoint } from '@backstage/backend-plugin-api';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import meshPlugin from '@meshwright/plugin-mesh-backend';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { meshClustersExtensionPoint } from '@meshwright/plugin-mesh-node';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import permissionModuleMesh from '@meshwright/plugin-permission-backend-module-mesh';
import scaffolderModuleMesh from '@meshwright/plugin-scaffolder-backend-module-mesh';

const CLUSTER = 'shop-weu';

type Action = { id: string; handler(context: never): Promise<void> };

const config = {
  permission: {
    enabled: true,
    mesh: { platformGroups: ['user:default/petra'] },
  },
  mesh: {
    instance: 'test',
    settle: { seconds: 0 },
    bindings: { unclaimed: 'first-come' },
    clusters: [
      {
        ...{ name: CLUSTER, environment: 'production', type: 'kubeconfig' },
        revision: 'asm-1-29',
      },
    ],
  },
};

const entities = [
  component({ name: 'payments', owner: 'user:default/olaf' }),
  component({
    name: 'web',
    owner: 'user:default/dana',
    dependsOn: ['component:default/payments'],
  }),
];

const withCluster = createBackendModule({
  pluginId: 'mesh',
  moduleId: 'fake',
  register(env) {
    env.registerInit({
      deps: { clusters: meshClustersExtensionPoint },
      async init({ clusters }) {
        clusters.addCluster(new FakeMeshCluster({ name: CLUSTER }));
      },
    });
  },
});

/**
 * As the real service does and the one for tests does not: who calls on
 * behalf of a person says so, without which conditions are not decided.
 */
const auth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const pluginId = plugin.getId();
    const service = mockServices.auth({ pluginId });
    const getToken = service.getPluginRequestToken.bind(service);
    service.getPluginRequestToken = async options => {
      const { onBehalfOf } = options;
      return service.isPrincipal(onBehalfOf, 'user')
        ? {
            token: mockCredentials.user.token(
              onBehalfOf.principal.userEntityRef,
              { actor: { subject: `plugin:${pluginId}` } },
            ),
          }
        : getToken(options);
    };
    return service;
  },
});

/**
 * Plugins, permissions and actions as an installation has them, with one
 * cluster, a service of Dana's that uses one of Olaf's, and a first pass.
 */
export async function startProduct() {
  const scheduler = mockServices.scheduler();
  const actions = new Map<string, Action>();
  const collector = {
    addActions: (...added: Action[]) =>
      added.forEach(action => actions.set(action.id, action)),
  };
  const backend = await startTestBackend({
    extensionPoints: [
      [scaffolderActionsExtensionPoint as ExtensionPoint<object>, collector],
    ],
    features: [
      meshPlugin,
      permissionPlugin,
      permissionModuleMesh,
      scaffolderModuleMesh,
      auth,
      withCluster,
      permissionsServiceFactory,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.rootConfig.factory({ data: config }),
      catalogServiceMock.factory({ entities }),
    ],
  });
  await scheduler.triggerTask(`mesh-reconcile-${CLUSTER}`);
  return { actions, backend };
}
