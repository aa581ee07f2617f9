import type { CompiledRule } from './compileRule';
import type { RuleMatch } from './matchRules';
import { ANY_PORT, PORTS, toPort } from './ports';

/** A rule that may match a caller, as far as that is known beforehand. */
export type Candidate = {
  match: RuleMatch;
  /** Place in the order of keys. */
  order: number;
  /** True when the caller and the port are all that it asks for. */
  certain: boolean;
};

/** With more rules than this for anybody, looking up gains nothing. */
const MOST_OPEN = 16;

/** Numbers of the identities that policies name, by SPIFFE URI. */
export type IdentityNumbers = ReadonlyMap<string, number>;

/**
 * ALLOW rules by the exact identity and the port that they ask for. Most
 * callers are named by one rule or by none.
 */
export class RuleIndex {
  readonly #byPair = new Map<number, readonly Candidate[]>();
  readonly #others: Candidate[] = [];
  readonly #isTooOpen: boolean;

  /** @param rules - In the order of their keys */
  constructor(rules: readonly RuleMatch[], numbers: IdentityNumbers) {
    const named: Named[] = [];
    for (const [order, match] of rules.entries()) {
      if (match.rule.skipped !== undefined) continue;
      const identities = identitiesOf(match.rule);
      const certain = identities !== undefined && isPlain(match.rule);
      const candidate = { match, order, certain };
      if (identities) named.push({ candidate, identities });
      else this.#others.push(candidate);
    }
    this.#isTooOpen = this.#others.length > MOST_OPEN;
    if (!this.#isTooOpen) this.#addAll(named, numbers);
  }

  /**
   * All rules that can match a caller, in the order of their keys; undefined
   * when they have to be tried in turn.
   *
   * @param identity - Undefined when no policy names the caller
   */
  find(
    port: number,
    identity: number | undefined,
  ): readonly Candidate[] | undefined {
    if (this.#isTooOpen) return undefined;
    if (identity === undefined) return this.#others;
    return (
      this.#byPair.get(identity * PORTS + toPort(port)) ??
      this.#byPair.get(identity * PORTS + ANY_PORT) ??
      this.#others
    );
  }

  /**
   * Numbers of the callers whom rules name on a port; undefined when rules
   * may be for others as well.
   */
  listIdentities(port: number): number[] | undefined {
    if (this.#isTooOpen || this.#others.length > 0) return undefined;
    const identities = new Set<number>();
    for (const pair of this.#byPair.keys()) {
      const own = pair % PORTS;
      if (own === port || own === ANY_PORT) {
        identities.add((pair - own) / PORTS);
      }
    }
    return [...identities];
  }

  #addAll(named: readonly Named[], numbers: IdentityNumbers): void {
    const ports = new Set(
      named.flatMap(({ candidate }) => portsOf(candidate.match.rule) ?? []),
    );
    for (const { candidate, identities } of named) {
      const alone = merge(this.#others, [candidate]);
      const own = portsOf(candidate.match.rule) ?? [...ports, ANY_PORT];
      for (const identity of identities) {
        const number = numbers.get(identity) ?? 0;
        for (const port of own) {
          const pair = number * PORTS + port;
          const known = this.#byPair.get(pair);
          this.#byPair.set(pair, known ? merge(known, [candidate]) : alone);
        }
      }
    }
  }
}

type Named = { candidate: Candidate; identities: readonly string[] };

function merge(
  some: readonly Candidate[],
  more: readonly Candidate[],
): Candidate[] {
  return [...new Set([...some, ...more])].sort((a, b) => a.order - b.order);
}

/** Callers that a rule names; undefined when it may be for anybody. */
function identitiesOf({ from }: CompiledRule): string[] | undefined {
  const lists = from.map(
    clause => clause.find(({ identities }) => identities)?.identities,
  );
  return lists.length === 0 || lists.includes(undefined)
    ? undefined
    : lists.flatMap(list => list ?? []);
}

/** Ports that a rule names; undefined when it may be for any. */
function portsOf({ to }: CompiledRule): number[] | undefined {
  const lists = to.map(clause => clause.find(({ field }) => field === 'ports'));
  return lists.length === 0 || lists.includes(undefined)
    ? undefined
    : lists.flatMap(condition => condition?.values.map(Number) ?? []);
}

/** Whether a caller and a port are all that a rule asks for. */
function isPlain({ from, to, when }: CompiledRule): boolean {
  return (
    when.length === 0 &&
    from.every(clause => clause.length === 1) &&
    to.every(clause => clause.every(({ field }) => field === 'ports'))
  );
}
