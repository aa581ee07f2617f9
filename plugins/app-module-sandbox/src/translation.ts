import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** Texts of the sandbox's sign-in page. */
export const sandboxTranslationRef = createTranslationRef({
  id: 'plugin.app-module-sandbox',
  messages: {
    signIn: {
      title: 'Who are you?',
      explanation:
        'There are no passwords: this page is for this machine only. Where several people live here, you can ask for access as one and agree to it as another.',
      button: 'Enter as {{name}}',
      nobody:
        'No people are configured. Add auth.providers.sandbox.people to the configuration.',
    },
  },
});
