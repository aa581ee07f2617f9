import { ArmError } from './ArmError';
import type { ArmRequest } from './core/wire';
import type { Tokens } from './tokens';

const AUDIENCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
];

/** Refuses requests without a token for Resource Manager. */
export function checkToken(tokens: Tokens, request: ArmRequest): void {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(
    ' ',
  );
  if (scheme.toLowerCase() !== 'bearer') {
    throw unauthorized(
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
    );
  }
  const claims = tokens.check(token);
  if (!claims) {
    throw unauthorized(
      'InvalidAuthenticationToken',
      'The access token is invalid.',
    );
  }
  if (claims.expires * 1000 < Date.now()) {
    throw unauthorized(
      'ExpiredAuthenticationToken',
      'The access token expiry is in the past.',
    );
  }
  if (!AUDIENCES.includes(claims.audience.replace(/\/$/, ''))) {
    throw unauthorized(
      'InvalidAuthenticationTokenAudience',
      `The access token has been obtained for wrong audience or resource '${claims.audience}'.`,
    );
  }
}

/** Refuses requests that do not name an API version. */
export function readApiVersion(query: URLSearchParams): string {
  const version = query.get('api-version');
  if (version === null) {
    throw new ArmError(400, {
      code: 'MissingApiVersionParameter',
      message:
        'The api-version query parameter (?api-version=) is required for all requests.',
    });
  }
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version)) {
    throw new ArmError(400, {
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${version}' is invalid.`,
    });
  }
  return version;
}

/** Names in Azure are equal whatever their case. */
export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function unauthorized(code: string, message: string): ArmError {
  return new ArmError(
    401,
    { code, message },
    { 'WWW-Authenticate': `Bearer error="invalid_token"` },
  );
}
