import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// One for the process: clients keep tokens longer than a server lives.
const KEY = randomBytes(32);

const LIFETIME_SECONDS = 24 * 60 * 60;

/** What a token is good for. */
export type TokenClaims = { audience: string; expires: number };

/**
 * Issues and checks the tokens of the sandbox's managed identity: JSON Web
 * Tokens of our own key.
 */
export class Tokens {
  issue(audience: string): TokenClaims & { token: string } {
    const now = Math.floor(Date.now() / 1000);
    const expires = now + LIFETIME_SECONDS;
    const claims = { aud: audience, iat: now, nbf: now, exp: expires };
    const head = encode({ typ: 'JWT', alg: 'HS256' });
    const text = `${head}.${encode({ ...claims, idtyp: 'app' })}`;
    return { token: `${text}.${sign(text)}`, audience, expires };
  }

  /** The claims of a token of ours; undefined for any other text. */
  check(token: string): TokenClaims | undefined {
    const [head, claims, signature, ...rest] = token.split('.');
    if (!signature || rest.length > 0) {
      return undefined;
    }
    const expected = Buffer.from(sign(`${head}.${claims}`));
    const actual = Buffer.from(signature);
    if (
      expected.length !== actual.length ||
      !timingSafeEqual(expected, actual)
    ) {
      return undefined;
    }
    // Signed by us, so it is what we wrote.
    const { aud, exp } = JSON.parse(
      Buffer.from(claims, 'base64url').toString('utf8'),
    );
    return { audience: aud, expires: exp };
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(text: string): string {
  return createHmac('sha256', KEY).update(text).digest('base64url');
}
