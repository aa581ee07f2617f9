import type { LabelSelector } from './labelSelector';
import type { NetworkPeer } from './networkPolicy';
import { SelectorIndex } from './selectorIndex';

/** The peers of a rule of a NetworkPolicy. */
export type PeerSet = {
  /** Numbers of those that name their namespace, and pods by labels alone. */
  numbers: ReadonlySet<number>;
  /** Blocks of addresses, and selectors that need a closer look. */
  others: readonly NetworkPeer[];
};

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Numbers from 1 for the peers of all NetworkPolicies, the same for equal ones, so
 * that a pod is compared with them once and not in every rule.
 */
export class PeerIndex {
  readonly #numbers = new SelectorIndex<number>();
  readonly #known = new Map<string, number>();

  /** Labels that peers ask pods of a namespace for. */
  labelNames(namespace: string): readonly string[] {
    return this.#numbers.labelNames(namespace);
  }

  /** Numbers of the peers that a pod is. */
  find(namespace: string, labels: Record<string, string>): readonly number[] {
    return this.#numbers.find(namespace, labels);
  }

  add(peers: readonly NetworkPeer[], policyNamespace: string): PeerSet {
    const numbers = new Set<number>();
    const others: NetworkPeer[] = [];
    for (const peer of peers) {
      const namespace = namespaceOf(peer, policyNamespace);
      if (namespace === undefined) others.push(peer);
      else numbers.add(this.#numberOf(namespace, peer.pods?.matchLabels));
    }
    return { numbers, others };
  }

  #numberOf(
    namespace: string,
    matchLabels: Record<string, string> = {},
  ): number {
    const key = JSON.stringify([namespace, Object.entries(matchLabels).sort()]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.#known.size + 1;
    this.#known.set(key, number);
    this.#numbers.add(namespace, matchLabels, number);
    return number;
  }
}

/** The one namespace of a peer that labels alone describe. */
function namespaceOf(
  { block, namespaces, pods }: NetworkPeer,
  policyNamespace: string,
): string | undefined {
  if (block || (!namespaces && !pods)) return undefined;
  if (pods && pods.expressions.length > 0) return undefined;
  return namespaces ? onlyName(namespaces) : policyNamespace;
}

function onlyName({
  matchLabels,
  expressions,
}: LabelSelector): string | undefined {
  const keys = Object.keys(matchLabels);
  return keys.length === 1 && expressions.length === 0
    ? matchLabels[NAMESPACE_NAME]
    : undefined;
}
