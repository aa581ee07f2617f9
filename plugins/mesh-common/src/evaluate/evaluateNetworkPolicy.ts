import { selects } from './labelSelector';
import { isInBlock, type Address } from './matchIp';
import type {
  CompiledNetworkPolicy,
  NetworkPeer,
  NetworkPort,
  NetworkRule,
  NetworkRules,
} from './networkPolicy';
import { some, type Truth } from './truth';

/** A pod; or, without a namespace, an address outside the cluster. */
export type NetworkEndpoint = {
  namespace?: string;
  labels: Record<string, string>;
  /** Undefined when not known, null when no block contains it. */
  ip?: Address | null;
  namedPorts?: Record<string, number>;
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
  /** Where it ends, when it is not allowed. */
  direction?: 'egress' | 'ingress';
  /** Policies that isolate the pod in that direction, sorted by name. */
  policies: readonly CompiledNetworkPolicy[];
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
  if (egress.allowed === false) return egress;
  const ingress = judge(network, connection, 'ingress');
  if (ingress.allowed === false) return ingress;
  if (egress.allowed === undefined) return egress;
  return ingress;
}

function judge(
  network: NetworkRules,
  connection: NetworkConnection,
  direction: 'egress' | 'ingress',
): NetworkResult {
  const own =
    direction === 'egress' ? connection.source : connection.destination;
  const policies = listIsolating(network, own, direction);
  if (policies.length === 0) return { allowed: true, policies };
  const allowed = some(policies, policy =>
    some(policy[direction] ?? [], rule =>
      fits(network, rule, { policy, connection, direction }),
    ),
  );
  return allowed === true
    ? { allowed, policies }
    : { allowed, direction, policies };
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
  return namedPorts && namedPorts[port] === connection.port;
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
