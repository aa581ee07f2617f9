import type { CompiledPolicy, PolicyAction } from './compilePolicy';
import type { RuleMatch } from './matchRules';
import { RuleIndex } from './ruleIndex';

/** The AuthorizationPolicies of a proxy, arranged as it asks them. */
export type RuleBook = {
  policies: readonly CompiledPolicy[];
  custom: readonly CompiledPolicy[];
  /** Enforced rules in the order in which the proxy reports them. */
  deny: readonly RuleMatch[];
  allow: readonly RuleMatch[];
  allowIndex: RuleIndex;
  /** True when some ALLOW policy is enforced, also one without rules. */
  allows: boolean;
};

export function arrangeRules(policies: readonly CompiledPolicy[]): RuleBook {
  const allow = listRules(policies, 'ALLOW');
  return {
    policies,
    custom: policies.filter(({ action }) => action === 'CUSTOM'),
    deny: listRules(policies, 'DENY'),
    allow,
    allowIndex: new RuleIndex(allow),
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
