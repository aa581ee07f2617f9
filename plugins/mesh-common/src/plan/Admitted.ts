import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import type { MeshObject } from '../objects/types';
import { isAllowing, toList, toObjects } from './carry';

/** Stands for whoever calls, and for every port. */
export const ANY = '*';

type Direction = 'ingress' | 'egress';
type Ports = Map<string, Set<string>>;

/**
 * Whom the policies of a workload admit as they are now, and on which ports: a
 * caller is a principal, or another source as text; a peer is text.
 */
export class Admitted {
  readonly #policies: readonly MeshObject[];
  readonly #made = new Map<string, Ports>();

  constructor(policies: readonly MeshObject[]) {
    this.#policies = policies;
  }

  /** Without a port: on any at all. */
  hasCaller(caller: string, port?: number): boolean {
    return has(this.#read('calls'), caller, port);
  }

  hasPeer(peer: string, direction: Direction, port?: number): boolean {
    return has(this.#read(direction), peer, port);
  }

  #read(what: 'calls' | Direction): Ports {
    const known = this.#made.get(what);
    if (known) return known;
    const ports: Ports = new Map();
    this.#made.set(what, ports);
    for (const object of this.#policies) {
      if (what === 'calls') {
        if (isAllowing(object)) readCalls(object, ports);
      } else if (object.kind === 'NetworkPolicy') {
        readConnections(object, what, ports);
      }
    }
    return ports;
  }
}

/** The callers of a rule, as {@link Admitted} names them. */
export function listCallers({ from }: JsonObject): string[] {
  if (!Array.isArray(from) || from.length === 0) return [ANY];
  return toObjects(from).flatMap(({ source }) => listSource(source));
}

/** The callers of one source. */
export function listSource(source: JsonValue | undefined): string[] {
  const { principals } = (source ?? {}) as JsonObject;
  return Array.isArray(principals)
    ? (principals as string[])
    : [canonicalJson(source ?? {})];
}

function has(all: Ports, who: string, port?: number): boolean {
  const [own, anybody] = [all.get(who), all.get(ANY)];
  if (anybody?.has(ANY)) return true;
  return port === undefined
    ? own !== undefined
    : [own, anybody].some(ports => ports?.has(String(port)) || ports?.has(ANY));
}

function readCalls({ spec }: MeshObject, ports: Ports): void {
  for (const rule of toObjects(spec?.rules)) {
    const named = Array.isArray(rule.to)
      ? toObjects(rule.to).flatMap(({ operation }) => {
          const own = ((operation ?? {}) as JsonObject).ports;
          return Array.isArray(own) ? own.map(String) : [ANY];
        })
      : [ANY];
    addAll(ports, listCallers(rule), named);
  }
}

function readConnections(
  { spec }: MeshObject,
  direction: Direction,
  ports: Ports,
): void {
  for (const rule of toObjects(spec?.[direction])) {
    const peers = rule[direction === 'ingress' ? 'from' : 'to'];
    const named = Array.isArray(rule.ports)
      ? toObjects(rule.ports).map(({ port }) => String(port ?? ANY))
      : [ANY];
    const all = Array.isArray(peers) && peers.length > 0;
    addAll(ports, all ? toList(peers).map(canonicalJson) : [ANY], named);
  }
}

function addAll(
  ports: Ports,
  names: readonly string[],
  added: readonly string[],
): void {
  for (const name of names) {
    const known = ports.get(name) ?? new Set();
    ports.set(name, known);
    added.forEach(port => known.add(port));
  }
}
