import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import type { Labels } from './labelSelector';
import type { Related } from './relations';

/** A namespace selector that names one namespace. */
const NAME = 'kubernetes.io/metadata.name';

type Place = { namespace: string; labels: Labels };

/**
 * Under which other identities, and with which other labels, pods of the same
 * workload run.
 */
export class Aliases {
  /** Ends of principals. */
  readonly #accounts = new Map<string, string[]>();
  readonly #places = new Map<string, Place[]>();

  constructor(related: Iterable<Pick<Related, 'succession'>>) {
    for (const { succession } of related) {
      const { namespace, home, account, labels } = succession;
      const accounts = [
        `/ns/${home}/sa/${account}`,
        ...succession.oldAccounts.map(old => `/ns/${namespace}/sa/${old}`),
      ];
      const places = [
        { namespace: home, labels },
        ...succession.oldLabels.map(old => ({ namespace, labels: old })),
      ];
      accounts.forEach(end => addAll(this.#accounts, end, accounts));
      places.forEach(place =>
        addAll(
          this.#places,
          `${place.namespace} ${canonicalJson(place.labels)}`,
          places,
        ),
      );
    }
  }

  /** The principal first. */
  ofPrincipal(principal: string): string[] {
    const start = principal.indexOf('/ns/');
    const own = principal.slice(Math.max(start, 0));
    const accounts = this.#accounts.get(own) ?? [];
    const domain = principal.slice(0, Math.max(start, 0));
    return [
      principal,
      ...accounts
        .map(end => `${domain}${end}`)
        .filter(other => other !== principal),
    ];
  }

  /** The peer first. */
  ofPeer(peer: JsonValue): JsonValue[] {
    const places = this.#places.get(placeOf(peer) ?? '') ?? [];
    return [
      peer,
      ...places.map(({ namespace, labels }) => ({
        ...inNamespace(peer as JsonObject, namespace),
        podSelector: { matchLabels: labels },
      })),
    ];
  }

  /** True for pods of one of the workloads. */
  knowsPeer(peer: JsonValue): boolean {
    return this.#places.has(placeOf(peer) ?? '');
  }
}

/** The same peer in another namespace, of one that names its own. */
export function inNamespace(peer: JsonObject, namespace: string): JsonObject {
  return {
    ...peer,
    namespaceSelector: { matchLabels: { [NAME]: namespace } },
  };
}

function addAll<T>(
  lists: Map<string, T[]>,
  key: string,
  items: readonly T[],
): void {
  const known = lists.get(key) ?? [];
  lists.set(key, [...known, ...items.filter(item => !known.includes(item))]);
}

/** `namespace labels`; undefined for peers that are no pods of a workload. */
export function placeOf(peer: JsonValue): string | undefined {
  const { namespaceSelector, podSelector } = (peer ?? {}) as Record<
    string,
    { matchLabels?: Labels } | undefined
  >;
  const namespace = namespaceSelector?.matchLabels?.[NAME];
  const labels = podSelector?.matchLabels;
  return namespace !== undefined && labels
    ? `${namespace} ${canonicalJson(labels)}`
    : undefined;
}
