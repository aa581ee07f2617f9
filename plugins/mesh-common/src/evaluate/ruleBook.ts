import type { CompiledPolicy, PolicyAction } from './compilePolicy';
import type { RuleMatch } from './matchRules';
import { RuleIndex, type IdentityNumbers } from './ruleIndex';

/** The AuthorizationPolicies of a proxy, arranged as it asks them. */
export type RuleBook = {
  policies: readonly CompiledPolicy[];
  custom: readonly CompiledPolicy[];
  /** Enforced rules in the order in which the proxy reports them. */
  deny: readonly RuleMatch[];
  allow: readonly RuleMatch[];
  /** Absent when callers have no numbers. */
  allowIndex?: RuleIndex;
  /** True when some ALLOW policy is enforced, also one without rules. */
  allows: boolean;
};

export function arrangeRules(
  policies: readonly CompiledPolicy[],
  numbers?: IdentityNumbers,
): RuleBook {
  const allow = listRules(policies, 'ALLOW');
  return {
    policies,
    custom: policies.filter(({ action }) => action === 'CUSTOM'),
    deny: listRules(policies, 'DENY'),
    allow,
    allowIndex: numbers && new RuleIndex(allow, numbers),
    allows: policies.some(policy => isEnforced(policy, 'ALLOW')),
  };
}

/** The enforced rules of an action, in the order of their keys. */
export function listRules(
  policies: readonly CompiledPolicy[],
  action: PolicyAction,
): RuleMatch[] {
  return policies
    .filter(policy => isEnforced(policy, action))
    .flatMap(policy => policy.rules.map(rule => ({ policy, rule })))
    .sort((a, b) => (a.rule.key < b.rule.key ? -1 : 1));
}

function isEnforced(policy: CompiledPolicy, action: PolicyAction): boolean {
  return policy.action === action && !policy.dryRun;
}

/** Numbers from 1 for the exact identities that ALLOW rules name. */
export function numberIdentities(
  policies: readonly CompiledPolicy[],
): IdentityNumbers {
  const numbers = new Map<string, number>();
  for (const { action, rules } of policies) {
    if (action !== 'ALLOW') continue;
    for (const { identities = [] } of rules
      .flatMap(({ from }) => from)
      .flat()) {
      for (const identity of identities) {
        if (!numbers.has(identity)) numbers.set(identity, numbers.size + 1);
      }
    }
  }
  return numbers;
}
