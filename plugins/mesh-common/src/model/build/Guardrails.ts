import type { EntitySelector, Guardrail, WorkloadPort } from '../types';
import type { Ask } from './asks';
import { matchesGlob } from './bindings';
import type { Claim } from './claims';
import type { Domains } from './Domains';
import { isHttp } from './RouteTable';

const NONE: Guardrail[] = [];
/** Whoever may use all of these may do everything. */
const EVERY_METHOD = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const EVERY_PATH = ['/*', '/{**}'];

/** Rules of the platform, and whom they are about. */
export class Guardrails {
  readonly #all: Guardrail[];
  readonly #from = new Map<Claim, Guardrail[]>();
  readonly #to = new Map<Claim, Set<Guardrail>>();

  constructor(guardrails: readonly Guardrail[], readonly domains: Domains) {
    this.#all = [...guardrails].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get denying(): Guardrail[] {
    return this.#all.filter(({ effect }) => effect === 'deny');
  }

  /** Those about edges of one entity to another, in the order of their ids. */
  between(
    consumer: Claim,
    provider: Claim,
    environments: readonly string[],
  ): Guardrail[] {
    if (this.#all.length === 0) {
      return NONE;
    }
    const from = this.#fromOf(consumer);
    if (from.length === 0) {
      return NONE;
    }
    const to = this.#toOf(provider);
    return from.filter(
      rule =>
        to.has(rule) &&
        (rule.environment === undefined ||
          rule.environment === '*' ||
          environments.includes(rule.environment)),
    );
  }

  #fromOf(claim: Claim): Guardrail[] {
    const known = this.#from.get(claim);
    const made =
      known ?? this.#all.filter(({ from }) => this.#fits(claim, from));
    this.#from.set(claim, made);
    return made;
  }

  #toOf(claim: Claim): Set<Guardrail> {
    const known = this.#to.get(claim);
    const made =
      known ?? new Set(this.#all.filter(({ to }) => this.#fits(claim, to)));
    this.#to.set(claim, made);
    return made;
  }

  #fits({ declaration }: Claim, selector?: EntitySelector): boolean {
    const { entityRef, lifecycle, tier, system, owner, tags } = declaration;
    return fitsSelector(selector, {
      ref: [entityRef],
      lifecycle: [lifecycle],
      tier: [tier],
      system: [system],
      domain: [this.domains.of(system)],
      owner: [owner],
      tags: tags ?? [],
    });
  }
}

type Said = Record<
  Exclude<keyof EntitySelector, 'not'>,
  Array<string | undefined>
>;

/**
 * What an entity does not say fits no value, so that it does fit `not` of
 * one: more guardrails hold for who says less.
 */
export function fitsSelector(
  selector: EntitySelector | undefined,
  said: Said,
): boolean {
  const { not, ...keys } = selector ?? {};
  return (
    (not === undefined || !fitsSelector(not, said)) &&
    Object.entries(keys).every(
      ([key, wanted]) =>
        wanted === undefined ||
        said[key as keyof Said].some(
          value =>
            value !== undefined &&
            wanted.some(pattern =>
              matchesGlob(pattern, value.toLocaleLowerCase('en-US')),
            ),
        ),
    )
  );
}

/** Cuts an ask into what a guardrail is about and what it is not. */
export function splitByGuardrail(
  ask: Ask,
  { protocols, breadth }: Guardrail,
): { hit?: Ask; rest: Ask[] } {
  const isMeant = (port: WorkloadPort) =>
    (!protocols || protocols.includes(port.protocol)) &&
    (!breadth || isHttp(port));
  const ports = ask.ports.filter(isMeant);
  const others = ask.ports.filter(port => !isMeant(port));
  if (ports.length === 0) {
    return { rest: [ask] };
  }
  const spared = others.length > 0 ? [{ ...ask, ports: others }] : [];
  if (!breadth || !ask.operations) {
    return { hit: { ...ask, ports }, rest: spared };
  }
  const broad = ask.operations.filter(item => isBroad(item, breadth));
  const narrow = ask.operations.filter(item => !isBroad(item, breadth));
  return {
    ...(broad.length > 0 && { hit: { ...ask, ports, operations: broad } }),
    rest: [
      ...spared,
      ...(narrow.length > 0 ? [{ ...ask, ports, operations: narrow }] : []),
    ],
  };
}

/** True when an operation is every method, or every path. */
export function isBroad(
  { methods, paths }: NonNullable<Ask['operations']>[number],
  breadth: NonNullable<Guardrail['breadth']>,
): boolean {
  return breadth === 'every-method'
    ? !methods || EVERY_METHOD.every(method => methods.includes(method))
    : !paths || EVERY_PATH.some(path => paths.includes(path));
}
