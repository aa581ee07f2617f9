import { evaluateNetworkPolicy } from '../../evaluate/evaluateNetworkPolicy';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { edgeNumber, Numbers } from './read/edgeNumber';
import { networkOf } from './read/mesh';
import { listNetPolicies, type NetPolicy, type NetRule } from './read/network';
import { readPeerPods } from './read/peerPods';
import { podKey } from './read/podKey';
import { sayLacking } from './read/shown';

/** A connection needs the leave of both ends. */
export const netpolOneSided: ObjectRule = {
  code: 'MW2057',
  severity: 'warning',
  summary: 'What one side may send the other side may receive',
  aliases: ['SEG-NETPOL-NO-ALLOW'],
  check: context =>
    listNetPolicies(context)
      .filter(({ pods }) => pods.expressions.length === 0)
      .flatMap(policy =>
        (policy.egress ?? []).flatMap(rule => checkRule(context, policy, rule)),
      ),
};

function checkRule(
  context: LintContext,
  policy: NetPolicy,
  rule: NetRule,
): RuleFinding[] {
  const { object, namespace, pods } = policy;
  const source = { namespace, labels: pods.matchLabels };
  const { numbers, edges, namespaces } = context.derive(readWritten);
  const from = numbers.of(podKey(namespace, pods.matchLabels));
  const ports = numbersOf(rule);
  return (rule.peers ?? []).flatMap((peer, index) => {
    const destination = readPeerPods(peer, namespace);
    if (!destination || ports.length === 0) return [];
    if (!namespaces.has(destination.namespace)) return [];
    const to = numbers.of(destination.key);
    const refused = ports.filter(
      ([port, protocol]) =>
        !edges.get(protocol)?.has(edgeNumber(from, to, port)) &&
        evaluateNetworkPolicy(networkOf(context), {
          source,
          destination,
          port,
          protocol,
        }).ingress.allowed === false,
    );
    if (refused.length === 0) return [];
    const message = `${sayLacking(context).among}the pods ${JSON.stringify(
      destination.labels,
    )} of namespace '${
      destination.namespace
    }' are isolated, and no NetworkPolicy there lets these pods in on port ${refused
      .map(([port]) => port)
      .join(', ')}. Add the ingress rule, or remove this egress rule.`;
    return [{ object, path: `${rule.path}/to[${index}]`, message }];
  });
}

type Written = {
  numbers: Numbers;
  /** By protocol. */
  edges: Map<string, Set<number>>;
  /** In which pods may be isolated. */
  namespaces: Set<string>;
};

/**
 * What ingress rules say in the same words as egress rules do: most edges,
 * and they need no closer look.
 */
function readWritten(context: LintContext): Written {
  const numbers = new Numbers();
  const edges = new Map<string, Set<number>>();
  const namespaces = new Set<string>();
  for (const { namespace, pods, ingress = [] } of listNetPolicies(context)) {
    namespaces.add(namespace);
    if (pods.expressions.length > 0) continue;
    const to = numbers.of(podKey(namespace, pods.matchLabels));
    for (const rule of ingress) {
      const ports = numbersOf(rule).map(([port, protocol]) => {
        const known = edges.get(protocol) ?? new Set<number>();
        edges.set(protocol, known);
        return { port, known };
      });
      for (const peer of rule.peers ?? []) {
        const source = readPeerPods(peer, namespace);
        if (!source) continue;
        const from = numbers.of(source.key);
        for (const { port, known } of ports) {
          known.add(edgeNumber(from, to, port));
        }
      }
    }
  }
  return { numbers, edges, namespaces };
}

function numbersOf({ ports }: NetRule): [number, string][] {
  return (ports ?? []).flatMap(({ port, protocol }): [number, string][] =>
    typeof port === 'number'
      ? [[port, typeof protocol === 'string' ? protocol : 'TCP']]
      : [],
  );
}
