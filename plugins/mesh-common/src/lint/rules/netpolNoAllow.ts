import type { LintContext, ObjectRule } from '../types';
import { listNetPolicies, type NetPolicy } from './read/network';
import { servicesOfTarget } from './read/services';
import { sayLacking } from './read/shown';

/** A default deny alone is an outage. */
export const netpolNoAllow: ObjectRule = {
  code: 'MW2044',
  severity: 'warning',
  summary: 'Beside a default deny stands what is allowed',
  aliases: ['SEG-NETPOL-NO-ALLOW'],
  check: context =>
    [...groupByNamespace(context).values()].flatMap(policies => {
      const [deny] = policies.filter(isDefaultDeny);
      const allows = (direction: 'ingress' | 'egress') =>
        policies.some(policy => (policy[direction] ?? []).length > 0);
      if (!deny || allows('ingress')) return [];
      const { namespace } = deny;
      const isCalled = servicesOfTarget(context, { namespace }).length > 0;
      if (allows('egress') && !isCalled) return [];
      return [
        {
          object: deny.object,
          path: 'spec',
          message: `${
            sayLacking(context).among
          }all pods of namespace '${namespace}' are isolated, and no NetworkPolicy lets anybody reach them. Add a policy for each declared caller, for gateways, and for what the pods themselves need.`,
        },
      ];
    }),
};

function isDefaultDeny({ pods, ingress }: NetPolicy): boolean {
  return (
    ingress?.length === 0 &&
    Object.keys(pods.matchLabels).length === 0 &&
    pods.expressions.length === 0
  );
}

function groupByNamespace(context: LintContext): Map<string, NetPolicy[]> {
  const groups = new Map<string, NetPolicy[]>();
  for (const policy of listNetPolicies(context)) {
    const others = groups.get(policy.namespace);
    if (others) others.push(policy);
    else groups.set(policy.namespace, [policy]);
  }
  return groups;
}
