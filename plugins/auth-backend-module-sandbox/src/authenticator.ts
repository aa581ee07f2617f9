import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Header in which the sign-in page says who the person wants to be. */
const USER_HEADER = 'x-sandbox-user';

/** Signs in whoever asks to be one of the given people. */
export function createSandboxAuthenticator(people: readonly string[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async () => ({ profile: {} }),
    initialize() {
      return undefined;
    },
    async authenticate({ req }) {
      const userRef = req.header(USER_HEADER);
      if (!userRef || !people.includes(userRef)) {
        throw new AuthenticationError(
          `The sandbox has no person '${
            userRef ?? ''
          }'; choose one of ${people.join(', ')}`,
        );
      }
      return { result: { userRef } };
    },
  });
}
