import { evaluateNetworkPolicy } from '../../evaluate/evaluateNetworkPolicy';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { worldOf } from './read/mesh';
import { listNetPolicies, type NetPolicy, type NetRule } from './read/network';
import { readPeerPods } from './read/peerPods';

/** A connection needs the leave of both ends. */
export const netpolOneSided: ObjectRule = {
  code: 'MW2057',
  severity: 'warning',
  summary: 'What one side may send the other side may receive',
  aliases: ['SEG-NETPOL-NO-ALLOW'],
  check: context =>
    listNetPolicies(context).flatMap(policy =>
      (policy.egress ?? []).flatMap(rule => checkRule(context, policy, rule)),
    ),
};

function checkRule(
  context: LintContext,
  policy: NetPolicy,
  rule: NetRule,
): RuleFinding[] {
  const { object, namespace, pods } = policy;
  if (pods.expressions.length > 0) return [];
  const source = { namespace, labels: pods.matchLabels };
  const { network } = worldOf(context).index;
  return (rule.peers ?? []).flatMap((peer, index) => {
    const destination = readPeerPods(peer, namespace);
    const ports = numbersOf(rule);
    if (!destination || ports.length === 0) return [];
    const refused = ports.filter(
      ([port, protocol]) =>
        evaluateNetworkPolicy(network, { source, destination, port, protocol })
          .ingress.allowed === false,
    );
    if (refused.length === 0) return [];
    const message = `The pods ${JSON.stringify(
      destination.labels,
    )} of namespace '${
      destination.namespace
    }' are isolated, and no NetworkPolicy there lets these pods in on port ${refused
      .map(([port]) => port)
      .join(', ')}. Add the ingress rule, or remove this egress rule.`;
    return [{ object, path: `${rule.path}/to[${index}]`, message }];
  });
}

function numbersOf({ ports }: NetRule): [number, string][] {
  return (ports ?? []).flatMap(({ port, protocol }) =>
    typeof port === 'number'
      ? [[port, typeof protocol === 'string' ? protocol : 'TCP']]
      : [],
  );
}
