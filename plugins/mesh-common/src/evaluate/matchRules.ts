import type { CompiledPolicy, PolicyAction } from './compilePolicy';
import type { Clause, CompiledRule, Condition } from './compileRule';
import type { Candidate } from './ruleIndex';
import type { Seen } from './seen';
import type { Truth } from './truth';

/** A rule of a policy that fits a request. */
export type RuleMatch = { policy: CompiledPolicy; rule: CompiledRule };

/** A match is certain, depends on something unknown, or is none. */
export type MatchResult = { truth: Truth; match?: RuleMatch };

const NO_MATCH: MatchResult = { truth: false };

/**
 * The first match of rules in the order of their keys, as the proxy reports
 * it; when none is certain, one that depends on something unknown.
 */
export function findMatch(
  rules: readonly RuleMatch[],
  action: PolicyAction,
  seen: Seen,
): MatchResult {
  let possible: RuleMatch | undefined;
  for (const match of rules) {
    const truth = matchRule(match.rule, action, seen);
    if (truth === true) return { truth, match };
    if (truth === undefined) possible ??= match;
  }
  return possible ? { truth: undefined, match: possible } : NO_MATCH;
}

/** As {@link findMatch}, among ALLOW rules that were looked up. */
export function findCandidate(
  candidates: readonly Candidate[],
  seen: Seen,
): MatchResult {
  let possible: RuleMatch | undefined;
  for (const { match, certain } of candidates) {
    const truth = certain || matchRule(match.rule, 'ALLOW', seen);
    if (truth === true) return { truth, match };
    if (truth === undefined) possible ??= match;
  }
  return possible ? { truth: undefined, match: possible } : NO_MATCH;
}

/** All matches of an action, in the order of their keys. */
export function listMatches(
  policies: readonly CompiledPolicy[],
  action: PolicyAction,
  seen: Seen,
): RuleMatch[] {
  return policies
    .filter(policy => policy.action === action)
    .flatMap(policy => policy.rules.map(rule => ({ policy, rule })))
    .filter(({ rule }) => matchRule(rule, action, seen) === true)
    .sort((a, b) => (a.rule.key < b.rule.key ? -1 : 1));
}

/**
 * On TCP, an ALLOW rule with a condition that only HTTP has falls away;
 * other rules lose that condition and so become wider.
 */
export function matchRule(
  rule: CompiledRule,
  action: PolicyAction,
  seen: Seen,
): Truth {
  if (rule.skipped !== undefined) return false;
  if (!seen.http && rule.http && action === 'ALLOW') return false;
  const from = matchAnyClause(rule.from, seen);
  if (from === false) return false;
  const to = matchAnyClause(rule.to, seen);
  if (to === false) return false;
  const when = matchClause(rule.when, seen);
  return when === false ? false : from && to && when;
}

/** No clause at all is no demand. */
function matchAnyClause(clauses: readonly Clause[], seen: Seen): Truth {
  let result: Truth = clauses.length === 0;
  for (const clause of clauses) {
    const truth = matchClause(clause, seen);
    if (truth === true) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
}

function matchClause(clause: Clause, seen: Seen): Truth {
  let result: Truth = true;
  for (const condition of clause) {
    if (!seen.http && condition.http) continue;
    const truth = condition.test(seen);
    if (truth === false) return false;
    if (truth === undefined) result = undefined;
  }
  return result;
}

/** The conditions that keep a rule from fitting, one per failing clause. */
export function listObstacles(rule: CompiledRule, seen: Seen): Condition[] {
  return [rule.from, rule.to, [rule.when]].flatMap(clauses => {
    const obstacles = clauses.map(conditions =>
      conditions.filter(condition => condition.test(seen) !== true),
    );
    return obstacles.every(failing => failing.length > 0)
      ? obstacles.flatMap(failing => failing.slice(0, 1))
      : [];
  });
}
