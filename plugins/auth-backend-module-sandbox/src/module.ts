import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createSandboxAuthenticator } from './authenticator';
import { readSandboxPeople } from './config';

/**
 * Registers the `sandbox` provider where `auth.providers.sandbox` asks for it,
 * and only there: without that block nothing is registered.
 *
 * @public
 */
export const authModuleSandbox = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sandbox',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const people = readSandboxPeople(config);
        if (people.length === 0) {
          return;
        }
        providers.registerProvider({
          providerId: 'sandbox',
          factory: createProxyAuthProviderFactory({
            authenticator: createSandboxAuthenticator(people),
            signInResolver: async ({ result }, context) =>
              context.signInWithCatalogUser({ entityRef: result.userRef }),
          }),
        });
      },
    });
  },
});
