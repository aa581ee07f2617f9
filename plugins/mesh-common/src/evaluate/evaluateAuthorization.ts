import type { CompiledPolicy } from './compilePolicy';
import { evaluateCustom, type ExternalAuthorizer } from './evaluateCustom';
import { findMatch, isEnforced, type RuleMatch } from './matchRules';
import type { Seen } from './seen';

export type AuthorizationResult = {
  decision: 'allow' | 'deny' | 'unknown';
  /**
   * `none-matched`: there are ALLOW policies and none fits. `no-policy`:
   * there are none. `custom`: it is up to the external authorizer.
   * `custom-broken`: that cannot be asked.
   */
  reason:
    | 'custom'
    | 'custom-broken'
    | 'deny'
    | 'allow'
    | 'none-matched'
    | 'no-policy';
  match?: RuleMatch;
};

/**
 * Judges a request as a proxy does: the external authorizer of CUSTOM, then
 * DENY, then ALLOW.
 */
export function evaluateAuthorization(
  policies: readonly CompiledPolicy[],
  seen: Seen,
  authorizer: ExternalAuthorizer = {},
): AuthorizationResult {
  const custom = evaluateCustom(policies, seen, authorizer);
  const asked: AuthorizationResult = {
    decision: custom.truth === true ? 'deny' : 'unknown',
    reason: custom.broken ? 'custom-broken' : 'custom',
    match: custom.match,
  };
  const refuses = custom.broken || authorizer.answer === 'deny';
  if (custom.truth === true && refuses) return asked;
  const rest = evaluateEnforced(policies, seen);
  const settled =
    custom.truth === false || (authorizer.answer === 'allow' && !custom.broken);
  if (settled || rest.decision === 'deny') return rest;
  return { ...asked, decision: 'unknown' };
}

/** DENY and ALLOW alone. */
export function evaluateEnforced(
  policies: readonly CompiledPolicy[],
  seen: Seen,
): AuthorizationResult {
  const deny = findMatch(policies, 'DENY', seen);
  if (deny.truth === true) {
    return { decision: 'deny', reason: 'deny', match: deny.match };
  }
  const allow = evaluateAllow(policies, seen);
  return deny.truth === undefined && allow.decision === 'allow'
    ? { decision: 'unknown', reason: 'deny', match: deny.match }
    : allow;
}

function evaluateAllow(
  policies: readonly CompiledPolicy[],
  seen: Seen,
): AuthorizationResult {
  if (!policies.some(policy => isEnforced(policy, 'ALLOW'))) {
    return { decision: 'allow', reason: 'no-policy' };
  }
  const { truth, match } = findMatch(policies, 'ALLOW', seen);
  if (truth === true) return { decision: 'allow', reason: 'allow', match };
  return truth === undefined
    ? { decision: 'unknown', reason: 'allow', match }
    : { decision: 'deny', reason: 'none-matched' };
}
