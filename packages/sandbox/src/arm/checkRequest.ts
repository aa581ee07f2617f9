import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { ArmError } from './ArmError';
import type { Tokens } from './tokens';

const AUDIENCES = [
  'https://management.azure.com',
  'https://management.core.windows.net',
];

/** Headers that every answer of Resource Manager has. */
export const setHeaders: RequestHandler = (req, res, next) => {
  const id = randomUUID();
  res.setHeader('x-ms-request-id', id);
  res.setHeader('x-ms-correlation-request-id', id);
  res.setHeader('Cache-Control', 'no-cache');
  const clientId = req.headers['x-ms-client-request-id'];
  if (
    typeof clientId === 'string' &&
    req.headers['x-ms-return-client-request-id'] === 'true'
  ) {
    res.setHeader('x-ms-client-request-id', clientId);
  }
  next();
};

/** Refuses requests without a token for Resource Manager. */
export function checkToken(tokens: Tokens): RequestHandler {
  return (req, _res, next) => {
    const [scheme = '', token = ''] = (req.headers.authorization ?? '').split(
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
    next();
  };
}

/** Refuses requests that do not name an API version. */
export const checkApiVersion: RequestHandler = (req, _res, next) => {
  const version = req.query['api-version'];
  if (version === undefined) {
    throw new ArmError(400, {
      code: 'MissingApiVersionParameter',
      message:
        'The api-version query parameter (?api-version=) is required for all requests.',
    });
  }
  if (
    typeof version !== 'string' ||
    !/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version)
  ) {
    throw new ArmError(400, {
      code: 'InvalidApiVersionParameter',
      message: `The api-version '${String(version)}' is invalid.`,
    });
  }
  next();
};

/** Refuses what lies outside the one subscription and resource group. */
export function checkScope(scope: {
  subscriptionId: string;
  resourceGroup: string;
}): RequestHandler {
  return (req, _res, next) => {
    const { subscription, group } = req.params;
    if (!isSame(subscription, scope.subscriptionId)) {
      throw new ArmError(404, {
        code: 'SubscriptionNotFound',
        message: `The subscription '${subscription}' could not be found.`,
      });
    }
    if (!isSame(group, scope.resourceGroup)) {
      throw new ArmError(404, {
        code: 'ResourceGroupNotFound',
        message: `Resource group '${group}' could not be found.`,
      });
    }
    next();
  };
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
