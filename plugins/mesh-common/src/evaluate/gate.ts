import type {
  DirectionResult,
  NetworkConnection,
  NetworkStanding,
} from './evaluateNetworkPolicy';
import type {
  CompiledNetworkPolicy,
  NetworkDirection,
  NetworkPort,
  NetworkRule,
} from './networkPolicy';
import type { Truth } from './truth';

/** Who gets through on a port. */
type Opening = { anyone: boolean; numbers: Set<number> };

/** A rule that cannot be looked up. */
export type CarefulRule = { policy: CompiledNetworkPolicy; rule: NetworkRule };

/** Judges a rule in full. */
export type JudgeRule = (
  rule: CarefulRule,
  connection: NetworkConnection,
) => Truth;

/**
 * What the NetworkPolicies of one kind of pod let through in one direction
 * over TCP, arranged by port, so that most questions are one look-up.
 */
export class Gate {
  readonly policies: readonly CompiledNetworkPolicy[];
  readonly #byPort = new Map<number, Opening>();
  readonly #onAnyPort: Opening = { anyone: false, numbers: new Set() };
  readonly #careful: CarefulRule[] = [];
  readonly #results: Record<'yes' | 'no' | 'maybe', DirectionResult>;

  constructor(
    policies: readonly CompiledNetworkPolicy[],
    direction: NetworkDirection,
  ) {
    this.policies = policies;
    this.#results = {
      yes: { allowed: true, policies },
      no: { allowed: false, policies },
      maybe: { allowed: undefined, policies },
    };
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
    const { yes, no, maybe } = this.#results;
    if (this.policies.length === 0) return yes;
    const opening = this.#byPort.get(connection.port);
    if (opening && admits(opening, other)) return yes;
    if (admits(this.#onAnyPort, other)) return yes;
    let result = no;
    for (const rule of this.#careful) {
      const truth = judgeRule(rule, connection);
      if (truth === true) return yes;
      if (truth === undefined) result = maybe;
    }
    return result;
  }

  #add({ policy, rule }: CarefulRule): void {
    const { peers, ports } = rule;
    const needsCare = (peers?.others.length ?? 0) > 0 || ports?.some(isCareful);
    if (needsCare) this.#careful.push({ policy, rule });
    for (const opening of this.#openingsOf(ports)) {
      if (!peers) opening.anyone = true;
      for (const number of peers?.numbers ?? []) opening.numbers.add(number);
    }
  }

  #openingsOf(ports: readonly NetworkPort[] | undefined): Opening[] {
    if (!ports) return [this.#onAnyPort];
    return ports
      .filter(item => item.protocol === 'TCP' && !isCareful(item))
      .map(({ port }) => {
        if (typeof port !== 'number') return this.#onAnyPort;
        const opening = this.#byPort.get(port) ?? {
          anyone: false,
          numbers: new Set<number>(),
        };
        this.#byPort.set(port, opening);
        return opening;
      });
  }
}

/** Names depend on the pod, ranges have too many ports to list. */
function isCareful({ port, endPort }: NetworkPort): boolean {
  return typeof port === 'string' || endPort !== undefined;
}

function admits(
  { anyone, numbers }: Opening,
  { peers }: NetworkStanding,
): boolean {
  if (anyone) return true;
  if (numbers.size === 0) return false;
  for (const number of peers) if (numbers.has(number)) return true;
  return false;
}
