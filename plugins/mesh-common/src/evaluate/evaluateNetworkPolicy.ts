import { selects } from './labelSelector';
import { isInBlock, parseAddress, type Address } from './matchIp';
import type {
  CompiledNetworkPolicy,
  NetworkPeer,
  NetworkPort,
  NetworkRule,
  NetworkRules,
} from './networkPolicy';
import { every, some, type Truth } from './truth';
import type { CallParty, NamedPort } from './types';

/** A pod; or, without a namespace, an address outside the cluster. */
export type NetworkEndpoint = {
  namespace?: string;
  labels: Record<string, string>;
  /** Undefined when not known, null when no block contains it. */
  ip?: Address | null;
  namedPorts?: readonly NamedPort[];
};

export type NetworkConnection = {
  source: NetworkEndpoint;
  destination: NetworkEndpoint;
  /** Port of the pod. */
  port: number;
  /** `TCP` unless said otherwise. */
  protocol?: string;
};

export type NetworkResult = {
  allowed: Truth;
  egress: DirectionResult;
  ingress: DirectionResult;
};

export type DirectionResult = {
  allowed: Truth;
  /** Policies that isolate the pod in that direction, sorted by name. */
  policies: readonly CompiledNetworkPolicy[];
  /** The first of them that lets the connection through. */
  by?: CompiledNetworkPolicy;
};

/**
 * A connection needs the leave of the source's egress and of the
 * destination's ingress. Policies only ever add; a pod without a policy for
 * a direction is open in it.
 */
export function evaluateNetworkPolicy(
  network: NetworkRules,
  connection: NetworkConnection,
): NetworkResult {
  const egress = judge(network, connection, 'egress');
  const ingress = judge(network, connection, 'ingress');
  const allowed = every([egress, ingress], result => result.allowed);
  return { allowed, egress, ingress };
}

function judge(
  network: NetworkRules,
  connection: NetworkConnection,
  direction: 'egress' | 'ingress',
): DirectionResult {
  const own =
    direction === 'egress' ? connection.source : connection.destination;
  const policies = listIsolating(network, own, direction);
  if (policies.length === 0) return { allowed: true, policies };
  const test = (policy: CompiledNetworkPolicy) =>
    some(policy[direction] ?? [], rule =>
      fits(network, rule, { policy, connection, direction }),
    );
  const by = policies.find(policy => test(policy) === true);
  return { allowed: by ? true : some(policies, test), policies, by };
}

function listIsolating(
  { policies }: NetworkRules,
  { namespace, labels }: NetworkEndpoint,
  direction: 'egress' | 'ingress',
): CompiledNetworkPolicy[] {
  if (namespace === undefined) return [];
  return policies
    .find(namespace, labels)
    .filter(policy => policy[direction] && selects(policy.pods, labels))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Situation = {
  policy: CompiledNetworkPolicy;
  connection: NetworkConnection;
  direction: 'egress' | 'ingress';
};

function fits(
  network: NetworkRules,
  { peers, ports }: NetworkRule,
  { policy, connection, direction }: Situation,
): Truth {
  const other =
    direction === 'egress' ? connection.destination : connection.source;
  const port = ports ? some(ports, item => fitsPort(item, connection)) : true;
  if (port === false) return false;
  const peer = peers
    ? some(peers, item => fitsPeer(network, item, { policy, other }))
    : true;
  return peer === true ? port : peer;
}

function fitsPort(
  { protocol, port, endPort }: NetworkPort,
  connection: NetworkConnection,
): Truth {
  if (protocol !== (connection.protocol ?? 'TCP')) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') {
    return connection.port >= port && connection.port <= (endPort ?? port);
  }
  const { namespace, namedPorts } = connection.destination;
  if (namespace === undefined) return false;
  return namedPorts?.some(
    named =>
      named.name === port &&
      named.port === connection.port &&
      (named.protocol ?? 'TCP') === protocol,
  );
}

function fitsPeer(
  { namespaceLabels }: NetworkRules,
  { block, except, namespaces, pods }: NetworkPeer,
  { policy, other }: { policy: CompiledNetworkPolicy; other: NetworkEndpoint },
): Truth {
  const { ip, namespace } = other;
  if (block) {
    if (!ip) return ip === null ? false : undefined;
    return isInBlock(ip, block) && !except.some(hole => isInBlock(ip, hole));
  }
  if (namespace === undefined || (!namespaces && !pods)) return false;
  const inNamespace = namespaces
    ? selects(namespaces, {
        ...namespaceLabels.get(namespace),
        'kubernetes.io/metadata.name': namespace,
      })
    : namespace === policy.namespace;
  return inNamespace && (!pods || selects(pods, other.labels));
}

/** A party of a call, as NetworkPolicies see it. */
export function toEndpoint(party: CallParty): NetworkEndpoint {
  const { namespace, labels, ip, namedPorts } = party;
  return {
    namespace,
    labels,
    namedPorts,
    ip: ip ? parseAddress(ip) : undefined,
  };
}
