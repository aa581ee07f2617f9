import {
  createHmac,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import { findKind } from '../resources';
import type { ObjectStore } from '../store';
import type { KubeObject } from '../types';
import type { User } from './User';
import { userOf } from './User';

export const AUDIENCE = 'https://kubernetes.default.svc';

type Claims = {
  aud: string[];
  exp: number;
  sub: string;
  'kubernetes.io': {
    namespace: string;
    serviceaccount: { name: string; uid: string };
  };
};

const encode = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(text: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Tokens of service accounts: JSON Web Tokens, good for this process only. */
export class Tokens {
  readonly #store: ObjectStore;
  readonly #key = randomBytes(32);

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  issue(
    account: KubeObject,
    options: { audiences: string[]; seconds: number },
  ): { token: string; expires: Date } {
    const { namespace = '', name, uid = '' } = account.metadata;
    const now = Math.floor(Date.now() / 1000);
    const claims: Claims & Record<string, unknown> = {
      aud: options.audiences,
      exp: now + options.seconds,
      iat: now,
      iss: AUDIENCE,
      jti: randomUUID(),
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return {
      token: `${text}.${this.#sign(text)}`,
      expires: new Date(claims.exp * 1000),
    };
  }

  /** Whose token it is, as long as it and its account are there. */
  check(token: string, audience: string): User | undefined {
    const [head, body, signature, ...rest] = token.split('.');
    if (!signature || rest.length > 0 || !this.#isOurs(head, body, signature)) {
      return undefined;
    }
    const claims = decode(body);
    if (
      !claims ||
      claims.exp * 1000 < Date.now() ||
      !claims.aud.includes(audience)
    ) {
      return undefined;
    }
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    const type = findKind('v1', 'ServiceAccount');
    const found = type && this.#store.get(type, namespace, serviceaccount.name);
    return found?.metadata.uid === serviceaccount.uid
      ? userOf(claims.sub, { uid: serviceaccount.uid })
      : undefined;
  }

  #isOurs(head: string, body: string, signature: string): boolean {
    const wanted = Buffer.from(this.#sign(`${head}.${body}`));
    const given = Buffer.from(signature);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
