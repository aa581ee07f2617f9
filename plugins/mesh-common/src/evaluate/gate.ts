import type {
  DirectionResult,
  NetworkConnection,
} from './evaluateNetworkPolicy';
import type { NetworkStanding } from './networkStanding';
import type {
  CompiledNetworkPolicy,
  NetworkDirection,
  NetworkPort,
  NetworkRule,
} from './networkPolicy';
import { ANY_PORT, PORTS, toPort } from './ports';
import type { Truth } from './truth';

/** A rule that cannot be looked up. */
export type CarefulRule = { policy: CompiledNetworkPolicy; rule: NetworkRule };

/** Judges a rule in full. */
export type JudgeRule = (
  rule: CarefulRule,
  connection: NetworkConnection,
) => Truth;

/** Stands for everybody; numbers of peers begin with 1. */
const ANYONE = 0;

/**
 * What the NetworkPolicies of one kind of pod let through in one direction
 * over TCP, as pairs of a peer and a port, so that most questions are one
 * look-up.
 */
export class Gate {
  readonly policies: readonly CompiledNetworkPolicy[];
  readonly #pairs = new Set<number>();
  readonly #careful: CarefulRule[] = [];
  #namesPeersAlone = true;
  readonly #yes: DirectionResult;
  readonly #no: DirectionResult;
  readonly #maybe: DirectionResult;

  constructor(
    policies: readonly CompiledNetworkPolicy[],
    direction: NetworkDirection,
  ) {
    this.policies = policies;
    this.#yes = { allowed: true, policies };
    this.#no = { allowed: false, policies };
    this.#maybe = { allowed: undefined, policies };
    for (const policy of policies) {
      for (const rule of policy[direction] ?? []) this.#add({ policy, rule });
    }
  }

  /** @param other - The pod on the other side */
  judge(
    connection: NetworkConnection,
    other: NetworkStanding,
    judgeRule: JudgeRule,
  ): DirectionResult {
    if (this.policies.length === 0) return this.#yes;
    const port = toPort(connection.port);
    for (const number of other.peers) {
      if (this.#pairs.has(number * PORTS + port)) return this.#yes;
    }
    if (!this.#namesPeersAlone && this.#admitsMore(port, other)) {
      return this.#yes;
    }
    return this.#careful.length === 0
      ? this.#no
      : this.#judgeCareful(connection, judgeRule);
  }

  /**
   * Numbers of the peers that get through on a port; undefined when others
   * may as well.
   */
  listPeers(port: number): number[] | undefined {
    const isWide =
      this.policies.length === 0 ||
      this.#careful.length > 0 ||
      this.#pairs.has(ANYONE * PORTS + port) ||
      this.#pairs.has(ANYONE * PORTS + ANY_PORT);
    if (isWide) return undefined;
    const peers = new Set<number>();
    for (const pair of this.#pairs) {
      const own = pair % PORTS;
      if (own === port || own === ANY_PORT) peers.add((pair - own) / PORTS);
    }
    return [...peers];
  }

  #admitsMore(port: number, other: NetworkStanding): boolean {
    return (
      this.#pairs.has(ANYONE * PORTS + port) ||
      this.#pairs.has(ANYONE * PORTS + ANY_PORT) ||
      other.peers.some(number => this.#pairs.has(number * PORTS + ANY_PORT))
    );
  }

  #judgeCareful(
    connection: NetworkConnection,
    judgeRule: JudgeRule,
  ): DirectionResult {
    let result = this.#no;
    for (const rule of this.#careful) {
      const truth = judgeRule(rule, connection);
      if (truth === true) return this.#yes;
      if (truth === undefined) result = this.#maybe;
    }
    return result;
  }

  #add({ policy, rule }: CarefulRule): void {
    const { peers, ports } = rule;
    const needsCare = (peers?.others.length ?? 0) > 0 || ports?.some(isCareful);
    if (needsCare) this.#careful.push({ policy, rule });
    for (const port of listPorts(ports)) {
      if (!peers || port === ANY_PORT) this.#namesPeersAlone = false;
      for (const number of peers?.numbers ?? [ANYONE]) {
        this.#pairs.add(number * PORTS + port);
      }
    }
  }
}

function listPorts(ports: readonly NetworkPort[] | undefined): number[] {
  if (!ports) return [ANY_PORT];
  return ports
    .filter(item => item.protocol === 'TCP' && !isCareful(item))
    .map(({ port }) => (typeof port === 'number' ? port : ANY_PORT));
}

/** Names depend on the pod, ranges have too many ports to list. */
function isCareful({ port, endPort }: NetworkPort): boolean {
  if (endPort !== undefined) return true;
  return port !== undefined && toPort(port) === ANY_PORT;
}
