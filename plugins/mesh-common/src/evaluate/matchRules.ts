import type { CompiledPolicy, PolicyAction } from './compilePolicy';
import type { Clause, CompiledRule, Condition } from './compileRule';
import type { Seen } from './seen';
import { every, some, type Truth } from './truth';

/** A rule of a policy that fits a request. */
export type RuleMatch = { policy: CompiledPolicy; rule: CompiledRule };

/**
 * The match with the first key in lexicographic order, as the proxy reports
 * it; when none is certain, one that depends on something unknown.
 */
export function findMatch(
  policies: readonly CompiledPolicy[],
  action: PolicyAction,
  seen: Seen,
): { truth: Truth; match?: RuleMatch } {
  let certain: RuleMatch | undefined;
  let possible: RuleMatch | undefined;
  for (const policy of policies) {
    if (!isEnforced(policy, action)) continue;
    for (const rule of policy.rules) {
      if (certain && certain.rule.key < rule.key) continue;
      const truth = matchRule(rule, action, seen);
      if (truth === true) certain = { policy, rule };
      else if (truth === undefined) possible ??= { policy, rule };
    }
  }
  if (certain) return { truth: true, match: certain };
  return possible ? { truth: undefined, match: possible } : { truth: false };
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

export function isEnforced(
  policy: CompiledPolicy,
  action: PolicyAction,
): boolean {
  return policy.action === action && !policy.dryRun;
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
  const test = (condition: Condition): Truth =>
    !seen.http && condition.http ? true : condition.test(seen);
  const clause = (conditions: Clause): Truth => every(conditions, test);
  return every([rule.from, rule.to, [rule.when]], clauses =>
    clauses.length === 0 ? true : some(clauses, clause),
  );
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
