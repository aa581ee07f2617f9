import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

/** Off unless `app.extensions` of the sandbox's configuration turns it on. */
const sandboxSignInPage = SignInPageBlueprint.make({
  name: 'sandbox',
  disabled: true,
  params: {
    loader: () =>
      import('./components/SandboxSignInPage').then(m => m.SandboxSignInPage),
  },
});

/**
 * Offers the example people of the sandbox.
 *
 * @public
 */
export const appModuleSandbox = createFrontendModule({
  pluginId: 'app',
  extensions: [sandboxSignInPage],
});
