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

/** One whose identity is known: its number, where policies name it. */
export type Caller = { number?: number };

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
  authorizer: ExternalAuthorizer & {
    /** Set when the caller has one identity, or none. */
    caller?: Caller;
  },
): AuthorizationResult {
  const { caller } = authorizer;
  if (book.custom.length === 0) return judgeEnforced(book, seen, caller);
  const custom = evaluateCustom(book.custom, seen, authorizer);
  if (custom.truth === false) return judgeEnforced(book, seen, caller);
  const asked: AuthorizationResult = {
    decision: custom.truth === true ? 'deny' : 'unknown',
    reason: custom.broken ? 'custom-broken' : 'custom',
    match: custom.match,
  };
  const refuses = custom.broken || authorizer.answer === 'deny';
  if (custom.truth === true && refuses) return asked;
  const rest = judgeEnforced(book, seen, caller);
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

function judgeEnforced(
  book: RuleBook,
  seen: Seen,
  caller?: Caller,
): AuthorizationResult {
  const deny = findMatch(book.deny, 'DENY', seen);
  if (deny.truth === true) {
    return { decision: 'deny', reason: 'deny', match: deny.match };
  }
  const allow = judgeAllow(book, seen, caller);
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

function judgeAllow(
  book: RuleBook,
  seen: Seen,
  caller?: Caller,
): AuthorizationResult {
  if (!book.allows) return NO_POLICY;
  const { truth, match } = findAllowing(book, seen, caller);
  if (truth === true) return { decision: 'allow', reason: 'allow', match };
  return truth === undefined
    ? { decision: 'unknown', reason: 'allow', match }
    : NONE_MATCHED;
}

function findAllowing(
  { allow, allowIndex }: RuleBook,
  seen: Seen,
  caller?: Caller,
): MatchResult {
  const candidates = caller && allowIndex?.find(seen.port, caller.number);
  return candidates
    ? findCandidate(candidates, seen)
    : findMatch(allow, 'ALLOW', seen);
}
