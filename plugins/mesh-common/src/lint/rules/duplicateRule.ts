import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { demandsKey, readDemands } from './read/canonicalRule';
import { listPolicies } from './read/policies';

/** The second of two equal rules does nothing but hide its author's intent. */
export const duplicateRule: ObjectRule = {
  code: 'MW2027',
  severity: 'info',
  summary: 'No rule is said twice',
  aliases: ['SEG-DUPLICATE-RULE'],
  check: findDuplicates,
};

function findDuplicates(context: LintContext): RuleFinding[] {
  const seen = new Map<string, string>();
  const findings: RuleFinding[] = [];
  for (const policy of listPolicies(context)) {
    const { namespace, name, action, target, dryRun, provider } = policy;
    const scope = JSON.stringify([
      namespace,
      action,
      dryRun,
      provider,
      Object.entries(target.matchLabels ?? {}).sort(),
      target.targetRefs,
    ]);
    for (const rule of policy.rules) {
      const demands = readDemands(rule);
      if (!demands) continue;
      const key = `${scope} ${demandsKey(demands)}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, `${rule.path} of '${name}'`);
        continue;
      }
      findings.push({
        object: policy.object,
        path: rule.path,
        message: `The rule says the same as ${first} for the same workloads. Remove one of them; if both were meant to hold at once, put them into one item.`,
      });
    }
  }
  return findings;
}
