import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Tokens } from './tokens';

const API_VERSION = '2019-08-01';

/** Where a managed identity gets its tokens. */
export type IdentityEndpoint = {
  /** Value for `IDENTITY_ENDPOINT`. */
  endpoint: string;
  /** Value for `IDENTITY_HEADER`; a secret. */
  header: string;
};

/**
 * The token endpoint of a managed identity, as App Service offers it.
 */
export function createIdentityRouter(options: {
  tokens: Tokens;
  identityHeader: string;
}): Router {
  const { tokens, identityHeader: header } = options;
  const router = PromiseRouter();
  router.get('/token', (req, res) => {
    const { resource, client_id: clientId } = req.query;
    if (req.headers['x-identity-header'] !== header) {
      const message = 'The header X-IDENTITY-HEADER is missing or wrong.';
      return res.status(401).json({ statusCode: 401, message });
    }
    if (req.query['api-version'] !== API_VERSION) {
      const message = `The api-version must be ${API_VERSION}.`;
      return res.status(400).json({ statusCode: 400, message });
    }
    if (typeof resource !== 'string' || resource === '') {
      const message = 'The parameter resource is required.';
      return res.status(400).json({ statusCode: 400, message });
    }
    const { token, expires } = tokens.issue(resource);
    return res.json({
      access_token: token,
      expires_on: String(expires),
      resource,
      token_type: 'Bearer',
      ...(typeof clientId === 'string' && { client_id: clientId }),
    });
  });
  return router;
}
