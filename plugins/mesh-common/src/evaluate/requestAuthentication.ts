import type { MeshObject } from '../objects';
import type { Claims } from './matchClaims';
import { readTarget, type Target } from './policyTarget';
import { toRecord, toRecords, toText, toTexts } from './readJson';

export type TokenLocation = { location: string; prefix: string };

/** One `jwtRules` entry. */
export type TokenRule = {
  issuer: string;
  audiences: readonly string[];
  locations: readonly TokenLocation[];
  /** Claims that are split at spaces. */
  delimited: readonly string[];
  /** True when the token stays in the request. */
  forward: boolean;
};

/** A RequestAuthentication, ready to be judged. */
export type TokenPolicy = {
  namespace: string;
  name: string;
  target: Target;
  rules: readonly TokenRule[];
};

const DEFAULT_LOCATIONS: TokenLocation[] = [
  { location: 'header:authorization', prefix: 'Bearer ' },
  { location: 'param:access_token', prefix: '' },
];

export function compileRequestAuthentication(object: MeshObject): TokenPolicy {
  const spec = toRecord(object.spec);
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    target: readTarget(object),
    rules: toRecords(spec.jwtRules).map(rule => ({
      issuer: toText(rule.issuer) ?? '',
      audiences: toTexts(rule.audiences),
      locations: readLocations(rule),
      delimited: ['scope', 'permission', ...toTexts(rule.spaceDelimitedClaims)],
      forward: rule.forwardOriginalToken === true,
    })),
  };
}

function readLocations(rule: Record<string, unknown>): TokenLocation[] {
  const found = [
    ...toRecords(rule.fromHeaders).map(header => ({
      location: `header:${(toText(header.name) ?? '').toLowerCase()}`,
      prefix: toText(header.prefix) ?? '',
    })),
    ...toTexts(rule.fromParams).map(name => ({
      location: `param:${name}`,
      prefix: '',
    })),
    ...toTexts(rule.fromCookies).map(name => ({
      location: `cookie:${name}`,
      prefix: '',
    })),
  ];
  return found.length > 0 ? found : DEFAULT_LOCATIONS;
}

/** Splits the claims that are lists written as one text. */
export function splitClaims(
  claims: Record<string, unknown>,
  delimited: readonly string[],
): NonNullable<Claims> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      typeof value === 'string' && delimited.includes(name)
        ? value.split(' ')
        : value,
    ]),
  );
}
