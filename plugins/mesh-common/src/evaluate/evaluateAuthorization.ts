import type { CompiledPolicy } from './compilePolicy';
import { evaluateCustom, type ExternalAuthorizer } from './evaluateCustom';
import {
  findCandidate,
  findMatch,
  type MatchResult,
  type RuleMatch,
} from './matchRules';
import { arrangeRules, type RuleBook } from './ruleBook';
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
  return judgeByBook(arrangeRules(policies), seen, authorizer);
}

/** As {@link evaluateAuthorization}, by policies that are arranged already. */
export function judgeByBook(
  book: RuleBook,
  seen: Seen,
  authorizer: ExternalAuthorizer,
): AuthorizationResult {
  if (book.custom.length === 0) return judgeEnforced(book, seen);
  const custom = evaluateCustom(book.custom, seen, authorizer);
  if (custom.truth === false) return judgeEnforced(book, seen);
  const asked: AuthorizationResult = {
    decision: custom.truth === true ? 'deny' : 'unknown',
    reason: custom.broken ? 'custom-broken' : 'custom',
    match: custom.match,
  };
  const refuses = custom.broken || authorizer.answer === 'deny';
  if (custom.truth === true && refuses) return asked;
  const rest = judgeEnforced(book, seen);
  const settled = authorizer.answer === 'allow' && !custom.broken;
  if (settled || rest.decision === 'deny') return rest;
  return { ...asked, decision: 'unknown' };
}

/** DENY and ALLOW alone. */
export function evaluateEnforced(
  policies: readonly CompiledPolicy[],
  seen: Seen,
): AuthorizationResult {
  return judgeEnforced(arrangeRules(policies), seen);
}

function judgeEnforced(book: RuleBook, seen: Seen): AuthorizationResult {
  const deny = findMatch(book.deny, 'DENY', seen);
  if (deny.truth === true) {
    return { decision: 'deny', reason: 'deny', match: deny.match };
  }
  const allow = judgeAllow(book, seen);
  return deny.truth === undefined && allow.decision === 'allow'
    ? { decision: 'unknown', reason: 'deny', match: deny.match }
    : allow;
}

const NO_POLICY: AuthorizationResult = {
  decision: 'allow',
  reason: 'no-policy',
};
const NONE_MATCHED: AuthorizationResult = {
  decision: 'deny',
  reason: 'none-matched',
};

function judgeAllow(book: RuleBook, seen: Seen): AuthorizationResult {
  if (!book.allows) return NO_POLICY;
  const { truth, match } = findAllowing(book, seen);
  if (truth === true) return { decision: 'allow', reason: 'allow', match };
  return truth === undefined
    ? { decision: 'unknown', reason: 'allow', match }
    : NONE_MATCHED;
}

function findAllowing(book: RuleBook, seen: Seen): MatchResult {
  const { identities } = seen;
  const candidates =
    identities && identities.length < 2
      ? book.allowIndex.find(seen.port, identities[0])
      : undefined;
  return candidates
    ? findCandidate(candidates, seen)
    : findMatch(book.allow, 'ALLOW', seen);
}
