import { compileString, type TextMatcher } from './matchString';

/** Claims of a verified token; null when the request has none. */
export type Claims = Record<string, unknown> | null;
export type ClaimsMatcher = (claims: Claims) => boolean;

/** A claim is matched when it is a text, or a list with a text, that fits. */
export function compileClaim(
  path: readonly string[],
  pattern: string,
): ClaimsMatcher {
  const matches = compileString(pattern);
  return claims => {
    const value = valueAt(claims, path);
    return Array.isArray(value)
      ? value.some(item => isText(item, matches))
      : isText(value, matches);
  };
}

/**
 * `requestPrincipals`: issuer and subject, split at the last slash. Without
 * one, `x*` looks at the issuer and `*x` at the subject alone.
 */
export function compileRequestPrincipal(pattern: string): ClaimsMatcher {
  const [issuer, subject] = splitPrincipal(pattern);
  const matchesIssuer = compileString(issuer);
  const matchesSubject = compileString(subject);
  return claims =>
    isText(valueAt(claims, ['iss']), matchesIssuer) &&
    isText(valueAt(claims, ['sub']), matchesSubject);
}

function splitPrincipal(pattern: string): [string, string] {
  const slash = pattern.lastIndexOf('/');
  if (slash >= 0) return [pattern.slice(0, slash), pattern.slice(slash + 1)];
  if (pattern.startsWith('*')) return ['*', pattern];
  if (pattern.endsWith('*')) return [pattern, '*'];
  return [pattern, ''];
}

/** Value under a path of keys, in plain objects only. */
export function valueAt(
  root: Record<string, unknown> | null | undefined,
  path: readonly string[],
): unknown {
  let value: unknown = root ?? undefined;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return undefined;
    }
    value = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  return value;
}

function isText(value: unknown, matches: TextMatcher): boolean {
  return typeof value === 'string' && matches(value);
}
