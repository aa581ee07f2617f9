import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { isLoopback } from './isLoopback';

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
      // A page of somebody else that gave its own name to this address would
      // be let in otherwise.
      if (!isLoopback(req.hostname)) {
        throw new AuthenticationError(
          `People sign in without a password here, under a name of this machine only, and not '${req.hostname}'`,
        );
      }
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
