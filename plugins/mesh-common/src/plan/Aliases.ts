import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from '../objects/canonicalJson';
import type { Labels } from './labelSelector';
import type { Related } from './relations';

/** A namespace selector that names one namespace. */
const NAME = 'kubernetes.io/metadata.name';

/**
 * Under which other identities, and with which other labels, pods of the same
 * workload run.
 */
export class Aliases {
  readonly #accounts = new Map<string, string[]>();
  readonly #labels = new Map<string, Labels[]>();

  constructor(related: Iterable<Pick<Related, 'succession'>>) {
    for (const { succession } of related) {
      const { namespace } = succession;
      const accounts = [succession.account, ...succession.oldAccounts];
      const labels = [succession.labels, ...succession.oldLabels];
      accounts.forEach(account =>
        this.#accounts.set(`/ns/${namespace}/sa/${account}`, accounts),
      );
      labels.forEach(item =>
        this.#labels.set(`${namespace} ${canonicalJson(item)}`, labels),
      );
    }
  }

  /** The principal first. */
  ofPrincipal(principal: string): string[] {
    const start = principal.indexOf('/ns/');
    const own = principal.slice(Math.max(start, 0));
    const accounts = this.#accounts.get(own) ?? [];
    const rest = principal.slice(0, principal.lastIndexOf('/') + 1);
    return [
      principal,
      ...accounts
        .map(account => `${rest}${account}`)
        .filter(other => other !== principal),
    ];
  }

  /** The peer first. */
  ofPeer(peer: JsonValue): JsonValue[] {
    const labels = this.#labels.get(placeOf(peer) ?? '') ?? [];
    return [
      peer,
      ...labels.map(matchLabels => ({
        ...(peer as JsonObject),
        podSelector: { matchLabels },
      })),
    ];
  }

  /** True for pods of one of the workloads. */
  knowsPeer(peer: JsonValue): boolean {
    return this.#labels.has(placeOf(peer) ?? '');
  }
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
