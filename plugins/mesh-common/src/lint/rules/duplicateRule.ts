import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { demandsKey, readDemands } from './read/canonicalRule';
import { listPolicies, type Policy } from './read/policies';

/** The second of two equal rules does nothing but hide its author's intent. */
export const duplicateRule: ObjectRule = {
  code: 'MW2027',
  severity: 'info',
  summary: 'No rule is said twice',
  aliases: ['SEG-DUPLICATE-RULE'],
  check: findDuplicates,
};

function findDuplicates(context: LintContext): RuleFinding[] {
  const scopes = new Map<string, Policy[]>();
  for (const policy of listPolicies(context)) {
    const scope = scopeOf(policy);
    const others = scopes.get(scope);
    if (others) others.push(policy);
    else scopes.set(scope, [policy]);
  }
  return [...scopes.values()].flatMap(checkScope);
}

function checkScope(policies: readonly Policy[]): RuleFinding[] {
  const rules = policies.flatMap(policy =>
    policy.rules.map(rule => ({ policy, rule })),
  );
  if (rules.length < 2) return [];
  const seen = new Map<string, string>();
  return rules.flatMap(({ policy, rule }) => {
    const demands = readDemands(rule);
    if (!demands) return [];
    const key = demandsKey(demands);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, `${rule.path} of '${policy.name}'`);
      return [];
    }
    const message = `The rule says the same as ${first} for the same workloads. Remove one of them; if both were meant to hold at once, put them into one item.`;
    return [{ object: policy.object, path: rule.path, message }];
  });
}

function scopeOf(policy: Policy): string {
  const { namespace, action, target, dryRun, provider } = policy;
  return JSON.stringify([
    namespace,
    action,
    dryRun,
    provider,
    Object.entries(target.matchLabels ?? {}).sort(),
    target.targetRefs,
  ]);
}
