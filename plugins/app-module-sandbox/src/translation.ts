import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Texts of the sandbox's sign-in page. */
export const sandboxTranslationRef = createTranslationRef({
  id: 'plugin.app-module-sandbox',
  messages: {
    signIn: {
      title: 'Who are you in the sandbox?',
      explanation:
        'Three people live here, so that you can ask for access as one and agree to it as another. There are no passwords: everything runs on this machine.',
      button: 'Enter as {{name}}',
      nobody:
        'No people are configured. Add auth.providers.sandbox.people to the configuration.',
    },
  },
});
