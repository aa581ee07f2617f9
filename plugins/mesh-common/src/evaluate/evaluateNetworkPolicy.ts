import type { JudgeRule } from './gate';
import { selects } from './labelSelector';
import { isInBlock, parseAddress, type Address } from './matchIp';
import { standingOf, type NetworkStanding } from './networkStanding';
import type {
  CompiledNetworkPolicy,
  NetworkDirection,
  NetworkPeer,
  NetworkPort,
  NetworkRule,
  NetworkRules,
} from './networkPolicy';
import { some, type Truth } from './truth';
import type { CallParty, NamedPort } from './types';

/** A pod; or, without a namespace, an address outside the cluster. */
export type NetworkEndpoint = {
  namespace?: string;
  labels: Record<string, string>;
  /** Undefined when not known, null when no block contains it. */
  ip?: Address | null;
  namedPorts?: readonly NamedPort[];
  /** Looked up when absent. */
  standing?: NetworkStanding;
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
  return { allowed: both(egress.allowed, ingress.allowed), egress, ingress };
}

/**
 * As {@link evaluateNetworkPolicy} over TCP between pods that were looked up,
 * without naming the policy that lets a connection through.
 */
export function judgeConnection(
  network: NetworkRules,
  connection: NetworkConnection,
  { client, server }: { client: NetworkStanding; server: NetworkStanding },
): NetworkResult {
  const judgeRule =
    (direction: NetworkDirection): JudgeRule =>
    ({ policy, rule }) =>
      fits(network, rule, { policy, connection, direction });
  const egress = client.gates.egress.judge(
    connection,
    server,
    judgeRule('egress'),
  );
  const ingress = server.gates.ingress.judge(
    connection,
    client,
    judgeRule('ingress'),
  );
  return { allowed: both(egress.allowed, ingress.allowed), egress, ingress };
}

function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined ? undefined : b;
}

const OPEN: DirectionResult = { allowed: true, policies: [] };

function judge(
  network: NetworkRules,
  connection: NetworkConnection,
  direction: NetworkDirection,
): DirectionResult {
  const own =
    direction === 'egress' ? connection.source : connection.destination;
  const { policies } = (own.standing ?? standingOf(network, own)).gates[
    direction
  ];
  if (policies.length === 0) return OPEN;
  let allowed: Truth = false;
  for (const policy of policies) {
    for (const rule of policy[direction] ?? []) {
      const truth = fits(network, rule, { policy, connection, direction });
      if (truth === true) return { allowed: true, policies, by: policy };
      if (truth === undefined) allowed = undefined;
    }
  }
  return { allowed, policies };
}

type Situation = {
  policy: CompiledNetworkPolicy;
  connection: NetworkConnection;
  direction: NetworkDirection;
};

function fits(
  network: NetworkRules,
  { peers, ports }: NetworkRule,
  { policy, connection, direction }: Situation,
): Truth {
  const port = ports ? fitsAnyPort(ports, connection) : true;
  if (port === false || !peers) return port;
  const other =
    direction === 'egress' ? connection.destination : connection.source;
  const { peers: numbers } = other.standing ?? standingOf(network, other);
  for (const number of numbers) if (peers.numbers.has(number)) return port;
  if (peers.others.length === 0) return false;
  const peer = some(peers.others, item =>
    fitsPeer(network, item, { policy, other }),
  );
  return peer === true ? port : peer;
}

function fitsAnyPort(
  ports: readonly NetworkPort[],
  connection: NetworkConnection,
): Truth {
  let result: Truth = false;
  for (const port of ports) {
    const truth = fitsPort(port, connection);
    if (truth === true) return true;
    if (truth === undefined) result = undefined;
  }
  return result;
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

/** Its address is parsed only for policies with blocks of addresses. */
class PartyEndpoint implements NetworkEndpoint {
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly namedPorts?: readonly NamedPort[];
  readonly standing?: NetworkStanding;
  readonly #ip?: string;

  constructor(
    { namespace, labels, namedPorts, ip }: CallParty,
    standing: NetworkStanding | undefined,
  ) {
    this.standing = standing;
    this.namespace = namespace;
    this.labels = labels;
    this.namedPorts = namedPorts;
    this.#ip = ip;
  }

  get ip(): Address | undefined {
    return this.#ip ? parseAddress(this.#ip) : undefined;
  }
}

/** A party of a call, as NetworkPolicies see it. */
export function toEndpoint(
  party: CallParty,
  standing?: NetworkStanding,
): NetworkEndpoint {
  return new PartyEndpoint(party, standing);
}
