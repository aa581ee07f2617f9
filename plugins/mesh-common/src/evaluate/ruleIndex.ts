import type { CompiledRule } from './compileRule';
import type { RuleMatch } from './matchRules';

/** A rule that may match a caller, as far as that is known beforehand. */
export type Candidate = {
  match: RuleMatch;
  /** Place in the order of keys. */
  order: number;
  /** True when the caller and the port are all that it asks for. */
  certain: boolean;
};

/** Rules on one port: by the caller that they name, and for anybody. */
type PortRules = {
  byIdentity: Map<string, readonly Candidate[]>;
  others: readonly Candidate[];
};

/** With more rules than this for anybody, looking up gains nothing. */
const MOST_OPEN = 16;

/**
 * ALLOW rules by the port and the exact identity that they ask for. Most
 * callers are named by one rule or by none.
 */
export class RuleIndex {
  readonly #rules: readonly RuleMatch[];
  /** Made when first asked for; undefined where rules are tried in turn. */
  readonly #byPort = new Map<number, PortRules | undefined>();
  readonly #ports: ReadonlySet<number>;

  /** @param rules - In the order of their keys */
  constructor(rules: readonly RuleMatch[]) {
    this.#rules = rules;
    this.#ports = new Set(rules.flatMap(({ rule }) => portsOf(rule) ?? []));
  }

  /**
   * All rules that can match a caller with one identity, or with none, in
   * the order of their keys; undefined when they have to be tried in turn.
   */
  find(
    port: number,
    identity: string | undefined,
  ): readonly Candidate[] | undefined {
    const rules = this.#rulesOn(this.#ports.has(port) ? port : ELSEWHERE);
    if (!rules || identity === undefined) return rules?.others;
    return rules.byIdentity.get(identity) ?? rules.others;
  }

  #rulesOn(port: number): PortRules | undefined {
    const known = this.#byPort.get(port);
    if (known || this.#byPort.has(port)) return known;
    const rules = arrange(this.#rules, port);
    this.#byPort.set(port, rules);
    return rules;
  }
}

/** Stands for all ports that no rule names. */
const ELSEWHERE = 0;

function arrange(
  rules: readonly RuleMatch[],
  port: number,
): PortRules | undefined {
  const others: Candidate[] = [];
  const named: Array<{ candidate: Candidate; identities: readonly string[] }> =
    [];
  for (const [order, match] of rules.entries()) {
    const { rule } = match;
    if (rule.skipped !== undefined || !isOn(rule, port)) continue;
    const identities = identitiesOf(rule);
    const certain = identities !== undefined && asksForNothingElse(rule);
    const candidate = { match, order, certain };
    if (identities) named.push({ candidate, identities });
    else others.push(candidate);
  }
  if (others.length > MOST_OPEN) return undefined;
  const byIdentity = new Map<string, readonly Candidate[]>();
  for (const { candidate, identities } of named) {
    const alone = merge(others, [candidate]);
    for (const identity of identities) {
      const known = byIdentity.get(identity);
      byIdentity.set(identity, known ? merge(known, [candidate]) : alone);
    }
  }
  return { byIdentity, others };
}

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

function isOn(rule: CompiledRule, port: number): boolean {
  return portsOf(rule)?.includes(port) ?? true;
}

function asksForNothingElse({ from, to, when }: CompiledRule): boolean {
  return (
    when.length === 0 &&
    from.every(clause => clause.length === 1) &&
    to.every(clause => clause.every(({ field }) => field === 'ports'))
  );
}
