type Labelled = { namespace: string; labels: Record<string, string> };

type Shelf<T> = { all: T[]; byLabel: Map<string, T[]> };

/** Things with labels, looked up by some of them. */
export class LabelIndex<T extends Labelled> {
  readonly #shelves = new Map<string, Shelf<T>>();

  constructor(items: readonly T[]) {
    for (const item of items) {
      const shelf = this.#shelves.get(item.namespace) ?? {
        all: [],
        byLabel: new Map<string, T[]>(),
      };
      this.#shelves.set(item.namespace, shelf);
      shelf.all.push(item);
      for (const label of Object.entries(item.labels)) {
        const key = label.join('=');
        const others = shelf.byLabel.get(key);
        if (others) others.push(item);
        else shelf.byLabel.set(key, [item]);
      }
    }
  }

  /** Those of the namespace that have all the labels. */
  find(
    namespace: string,
    matchLabels: Record<string, string> | undefined,
  ): readonly T[] {
    const shelf = this.#shelves.get(namespace);
    const wanted = Object.entries(matchLabels ?? {});
    if (!shelf || wanted.length === 0) return shelf?.all ?? [];
    let fewest: readonly T[] | undefined;
    for (const label of wanted) {
      const found = shelf.byLabel.get(label.join('=')) ?? [];
      if (!fewest || found.length < fewest.length) fewest = found;
    }
    return (fewest ?? []).filter(({ labels }) =>
      isInLabels(matchLabels ?? {}, labels),
    );
  }
}

/** Whether labels have all that is wanted. */
export function isInLabels(
  wanted: Record<string, string>,
  labels: Record<string, string>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
