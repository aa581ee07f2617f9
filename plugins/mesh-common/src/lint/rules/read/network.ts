import {
  readSelector,
  selects,
  type LabelSelector,
} from '../../../evaluate/labelSelector';
import {
  isRecord,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from '../../../evaluate/readJson';
import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import type { Json } from './policies';
import { findWorkloads } from './workloads';
import { toNumber } from './plain';

export type Direction = 'ingress' | 'egress';

export type NetRule = {
  path: string;
  /** Undefined for all. */
  peers?: readonly Json[];
  ports?: readonly Json[];
};

/** A NetworkPolicy, as rules look at it. */
export type NetPolicy = {
  object: MeshObject;
  namespace: string;
  name: string;
  pods: LabelSelector;
  /** Undefined when it says nothing about the direction. */
  ingress?: readonly NetRule[];
  egress?: readonly NetRule[];
};

/** Pods that the same policies isolate in a direction. */
export type Isolated = {
  namespace: string;
  policies: readonly NetPolicy[];
  /** Names of workloads, or the labels where no workload is known. */
  who: string[];
};

/** Every NetworkPolicy. */
export function listNetPolicies(context: LintContext): readonly NetPolicy[] {
  return context.derive(readNetPolicies);
}

function readNetPolicies(context: LintContext): readonly NetPolicy[] {
  return context.ofKind('NetworkPolicy', 'networking.k8s.io').map(object => {
    const spec = toRecord(object.spec);
    const types = toTexts(spec.policyTypes);
    const isFor = (type: string, implied: boolean) =>
      types.length > 0 ? types.includes(type) : implied;
    return {
      object,
      namespace: object.metadata.namespace ?? 'default',
      name: object.metadata.name,
      pods: readSelector(spec.podSelector),
      ingress: isFor('Ingress', true)
        ? readRules(spec.ingress, 'ingress', 'from')
        : undefined,
      egress: isFor('Egress', Array.isArray(spec.egress))
        ? readRules(spec.egress, 'egress', 'to')
        : undefined,
    };
  });
}

function readRules(rules: unknown, direction: string, side: string): NetRule[] {
  const some = (items: unknown) => {
    const found = toRecords(items);
    return found.length > 0 ? found : undefined;
  };
  return toRecords(rules).map((rule, index) => ({
    path: `spec/${direction}[${index}]`,
    peers: some(rule[side]),
    ports: some(rule.ports),
  }));
}

/** All pods that are isolated in a direction, by the policies that do it. */
export function listIsolated(
  context: LintContext,
  direction: Direction,
): readonly Isolated[] {
  return context.derive(
    direction === 'egress' ? isolateEgress : isolateIngress,
  );
}

function isolateEgress(context: LintContext): Isolated[] {
  return isolate(context, 'egress');
}

function isolateIngress(context: LintContext): Isolated[] {
  return isolate(context, 'ingress');
}

function isolate(context: LintContext, direction: Direction): Isolated[] {
  const policies = listNetPolicies(context).filter(item => item[direction]);
  const index = new SelectorIndex<NetPolicy>();
  const byNamespace = new Map<string, NetPolicy[]>();
  for (const policy of policies) {
    index.add(policy.namespace, policy.pods.matchLabels, policy);
    const others = byNamespace.get(policy.namespace);
    if (others) others.push(policy);
    else byNamespace.set(policy.namespace, [policy]);
  }
  const groups = new Map<string, Isolated>();
  for (const [namespace, own] of byNamespace) {
    for (const { name, labels } of listSubjects(context, namespace, own)) {
      const isolating = index
        .find(namespace, labels)
        .filter(({ pods }) => selects(pods, labels));
      if (isolating.length === 0) continue;
      let key = namespace;
      for (const policy of isolating) key += `\n${policy.name}`;
      const group = groups.get(key);
      if (group) group.who.push(name);
      else groups.set(key, { namespace, policies: isolating, who: [name] });
    }
  }
  return [...groups.values()];
}

type Subject = { name: string; labels: Record<string, string> };

function listSubjects(
  context: LintContext,
  namespace: string,
  policies: readonly NetPolicy[],
): Subject[] {
  const workloads = findWorkloads(context, namespace, undefined);
  if (workloads.length > 0) {
    return workloads.map(({ name, labels }) => ({ name, labels }));
  }
  const selectors = policies
    .map(({ pods }) => pods.matchLabels)
    .filter(labels => Object.keys(labels).length > 0);
  return (selectors.length > 0 ? selectors : [{}]).map(labels => ({
    name: JSON.stringify(labels),
    labels,
  }));
}

/** Rules of all the policies of a group. */
export function rulesOf(
  { policies }: Isolated,
  direction: Direction,
): readonly NetRule[] {
  return policies.flatMap(policy => policy[direction] ?? []);
}

/** Whether one of the policies of a group has such a rule. */
export function hasRule(
  { policies }: Isolated,
  direction: Direction,
  isMeant: (rule: NetRule) => boolean,
): boolean {
  for (const policy of policies) {
    if (policy[direction]?.some(isMeant)) return true;
  }
  return false;
}

/** Whether a rule is for a port of the pod that is called. */
export function isForPort(
  { ports }: NetRule,
  wanted: { port: number; protocol?: string; name?: RegExp },
): boolean {
  const { port, protocol, name } = wanted;
  return (
    ports === undefined ||
    ports.some(item => {
      const own = toText(item.protocol) ?? 'TCP';
      if (protocol !== undefined && own !== protocol) return false;
      if (item.port === undefined || item.port === null) return true;
      if (typeof item.port === 'string') return name?.test(item.port) === true;
      const first = toNumber(item.port);
      return port >= first && port <= toNumber(item.endPort ?? first);
    })
  );
}

/** Whether a peer of a rule can be a pod of a namespace. */
export function canBeIn(
  context: LintContext,
  { peers }: NetRule,
  wanted: { namespace: string; from: string },
): boolean {
  if (!peers) return true;
  const { namespace, from } = wanted;
  const known = context.find('Namespace', '', namespace)?.metadata.labels;
  return peers.some(peer => {
    if (isRecord(peer.ipBlock)) return true;
    if (!isRecord(peer.namespaceSelector)) return namespace === from;
    const selector = readSelector(peer.namespaceSelector);
    const labels = { ...known, 'kubernetes.io/metadata.name': namespace };
    if (selects(selector, labels)) return true;
    // Labels of a namespace that is not shown may be anything.
    return (
      !known &&
      selector.matchLabels['kubernetes.io/metadata.name'] === undefined &&
      selector.expressions.every(
        ({ key }) => key !== 'kubernetes.io/metadata.name',
      )
    );
  });
}

/** The first names of a group, for a sentence. */
export function nameThem({ who }: Isolated): string {
  const rest = who.length - 3;
  return `${who.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
