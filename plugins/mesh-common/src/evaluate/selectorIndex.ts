type Entry<T> = { matchLabels: Record<string, string>; item: T };

type Shelf<T> = {
  everybody: T[];
  /** By one of the labels that are asked for. */
  byLabel: Map<string, Entry<T>[]>;
};

/**
 * Items by the namespace and the labels that they are for; a look-up touches
 * only what shares a label with the workload.
 */
export class SelectorIndex<T> {
  readonly #shelves = new Map<string, Shelf<T>>();

  add(
    namespace: string,
    matchLabels: Record<string, string> | undefined,
    item: T,
  ): void {
    const shelf = this.#shelves.get(namespace) ?? {
      everybody: [],
      byLabel: new Map<string, Entry<T>[]>(),
    };
    this.#shelves.set(namespace, shelf);
    const [label] = Object.entries(matchLabels ?? {});
    if (!matchLabels || !label) {
      shelf.everybody.push(item);
      return;
    }
    const key = label.join('=');
    const entries = shelf.byLabel.get(key) ?? [];
    entries.push({ matchLabels, item });
    shelf.byLabel.set(key, entries);
  }

  /** Items of the namespace that are for a workload with these labels. */
  find(namespace: string, labels: Record<string, string>): T[] {
    const shelf = this.#shelves.get(namespace);
    if (!shelf) return [];
    const found = [...shelf.everybody];
    if (shelf.byLabel.size === 0) return found;
    for (const label of Object.entries(labels)) {
      for (const entry of shelf.byLabel.get(label.join('=')) ?? []) {
        if (hasLabels(labels, entry.matchLabels)) found.push(entry.item);
      }
    }
    return found;
  }

  /** Items of the namespace that are for everybody in it. */
  findGeneral(namespace: string): readonly T[] {
    return this.#shelves.get(namespace)?.everybody ?? [];
  }
}

function hasLabels(
  labels: Record<string, string>,
  wanted: Record<string, string>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
