import type { Claims } from './matchClaims';
import {
  splitClaims,
  type TokenPolicy,
  type TokenRule,
} from './requestAuthentication';
import type { CallRequest, CallToken } from './types';

export type TokenResult =
  | { passes: true; claims: Claims; consumed: readonly string[] }
  | { passes: false; status: 401 | 403; why: string };

type Http = NonNullable<CallRequest['http']>;
type RuleResult =
  | 'missing'
  | { token: CallToken }
  | { status: 401 | 403; why: string };

const NO_TOKEN: TokenResult = { passes: true, claims: null, consumed: [] };

/**
 * Judges the tokens of a request as the proxy's JWT filter does: a rule is
 * content when the tokens at its places are valid; the request passes when
 * one rule is content or no rule finds a token.
 */
export function verifyTokens(
  policies: readonly TokenPolicy[],
  http: Http,
): TokenResult {
  if (policies.length === 0) return NO_TOKEN;
  const rules = policies.flatMap(policy => policy.rules);
  if (rules.length === 0 || isPreflight(http)) return NO_TOKEN;
  if (http.claims && !http.tokens) return fromVerified(rules, http.claims);
  let refused: TokenResult | undefined;
  for (const rule of rules) {
    const result = judge(rule, http);
    if (result === 'missing') continue;
    if ('token' in result) return accept(rule, result.token);
    if (!refused || result.status === 403)
      refused = { passes: false, ...result };
  }
  return refused ?? NO_TOKEN;
}

function fromVerified(
  rules: readonly TokenRule[],
  claims: Record<string, unknown>,
): TokenResult {
  const issuers = [...new Set(rules.map(rule => rule.issuer))];
  const [only] = issuers;
  const complete =
    claims.iss === undefined && issuers.length === 1
      ? { ...claims, iss: only }
      : claims;
  const rule = rules.find(
    ({ issuer }) => issuer === complete.iss || complete.iss === undefined,
  );
  return rule
    ? accept(rule, { location: '', claims: complete })
    : { passes: false, status: 401, why: 'nobody here trusts its issuer' };
}

function accept(rule: TokenRule, token: CallToken): TokenResult {
  const [kind, name = ''] = token.location.split(':');
  return {
    passes: true,
    claims: splitClaims(token.claims, rule.delimited),
    consumed: kind === 'header' && !rule.forward ? [name.toLowerCase()] : [],
  };
}

/** All tokens at the places of a rule must be valid. */
function judge(rule: TokenRule, http: Http): RuleResult {
  const tokens = rule.locations.flatMap(place => findTokens(place, http));
  let result: RuleResult = 'missing';
  for (const token of tokens) {
    const problem = findProblem(rule, token);
    if (problem) return problem;
    if (result === 'missing') result = { token };
  }
  return result;
}

function findTokens(
  { location, prefix }: TokenRule['locations'][number],
  http: Http,
): CallToken[] {
  const known = (http.tokens ?? []).filter(
    token =>
      token.location.toLowerCase() === location.toLowerCase() &&
      (token.prefix ?? '').startsWith(prefix),
  );
  if (known.length > 0) return known;
  if (!location.startsWith('header:')) return [];
  if (http.tokens?.some(token => token.location.toLowerCase() === location)) {
    return [];
  }
  const name = location.slice('header:'.length);
  return headerValues(http, name)
    .filter(value => value.startsWith(prefix))
    .map(() => ({ location, claims: {}, invalid: true }));
}

function findProblem(
  { issuer, audiences }: TokenRule,
  { claims, expired, invalid }: CallToken,
): { status: 401 | 403; why: string } | undefined {
  if (invalid) return { status: 401, why: 'it cannot be verified' };
  const aud = claims.aud ?? [];
  const given: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!given.every(item => typeof item === 'string')) {
    return { status: 401, why: 'its audience is no text' };
  }
  if (issuer !== '' && claims.iss !== issuer) {
    return { status: 401, why: 'nobody here trusts its issuer' };
  }
  if (expired) return { status: 401, why: 'it has expired' };
  if (
    audiences.length > 0 &&
    !given.some(item => audiences.includes(String(item)))
  ) {
    return { status: 403, why: 'it was made for another audience' };
  }
  return undefined;
}

/** A CORS preflight carries no token and is let through. */
function isPreflight(http: Http): boolean {
  return (
    http.method === 'OPTIONS' &&
    headerValues(http, 'origin').length > 0 &&
    headerValues(http, 'access-control-request-method').length > 0
  );
}

function headerValues({ headers }: Http, name: string): string[] {
  return Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value);
}
