import type { Labels } from './labelSelector';

type Entry<T> = { labels: Labels; value: T };

/** Entries that select by the same label keys. */
type Group<T> = {
  keys: string[];
  first: T;
  /** By one of their labels each: `key=value`. */
  byLabel: Map<string, Entry<T>[]>;
};

/**
 * Values by the labels of pods that they are about, to find one that may
 * share pods with a selector without looking at all of them.
 */
export class SelectorIndex<T> {
  readonly #groups = new Map<string, Group<T>>();

  add(labels: Labels, value: T): void {
    const keys = Object.keys(labels).sort();
    const signature = JSON.stringify(keys);
    const group = this.#groups.get(signature) ?? {
      keys,
      first: value,
      byLabel: new Map(),
    };
    this.#groups.set(signature, group);
    for (const key of keys) {
      const label = `${key}=${labels[key]}`;
      const entries = group.byLabel.get(label) ?? [];
      entries.push({ labels, value });
      group.byLabel.set(label, entries);
    }
  }

  /** One whose pods may be selected by these labels too. */
  findSharing(labels: Labels): T | undefined {
    for (const { keys, first, byLabel } of this.#groups.values()) {
      const shared = keys.filter(key => Object.hasOwn(labels, key));
      if (shared.length === 0) {
        return first;
      }
      const [fewest] = shared
        .map(key => byLabel.get(`${key}=${labels[key]}`) ?? [])
        .sort((a, b) => a.length - b.length);
      const found = fewest?.find(entry =>
        shared.every(key => entry.labels[key] === labels[key]),
      );
      if (found) {
        return found.value;
      }
    }
    return undefined;
  }
}
