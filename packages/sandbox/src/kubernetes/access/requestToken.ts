import { ApiError } from '../errors';
import { timestamp } from '../lifecycle';
import { isJson } from '../types';
import type { Json, KubeObject } from '../types';
import { invalidValue } from '../validation/causes';
import { AUDIENCE } from './Tokens';
import type { Tokens } from './Tokens';

const HOUR = 3600;
const SHORTEST = 600;
const LONGEST = 2 ** 32;

function checkSeconds(seconds: number): void {
  const why =
    (seconds < SHORTEST && 'may not specify a duration less than 10 minutes') ||
    (seconds > LONGEST &&
      'may not specify a duration larger than 2^32 seconds');
  if (why) {
    const cause = invalidValue('spec.expirationSeconds', seconds, why);
    throw new ApiError(
      422,
      `TokenRequest.authentication.k8s.io "" is invalid: ${cause.field}: ${cause.message}`,
      {
        details: {
          group: 'authentication.k8s.io',
          kind: 'TokenRequest',
          causes: [cause],
        },
      },
    );
  }
}

/** Answers a TokenRequest for a service account. */
export function requestToken(
  tokens: Tokens,
  account: KubeObject,
  body: unknown,
): Json {
  const spec = isJson(body) && isJson(body.spec) ? body.spec : {};
  const seconds = Number(spec.expirationSeconds ?? HOUR);
  checkSeconds(seconds);
  const given = Array.isArray(spec.audiences) ? spec.audiences.map(String) : [];
  const audiences = given.length > 0 ? given : [AUDIENCE];
  const { token, expires } = tokens.issue(account, { audiences, seconds });
  const { name, namespace, uid } = account.metadata;
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid, creationTimestamp: timestamp() },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: null },
    status: {
      token,
      expirationTimestamp: expires.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  };
}
