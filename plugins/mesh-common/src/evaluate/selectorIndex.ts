type Entry<T> = {
  matchLabels: Record<string, string>;
  item: T;
  /** Place in the order of adding. */
  order: number;
  /** The item among those for everybody, and how many of these there were. */
  alone?: { items: readonly T[]; among: number };
};

type Label<T> = { key: string; byValue: Map<string, Entry<T>[]> };

class Shelf<T> {
  readonly everybody: T[] = [];
  readonly labelNames = new Set<string>();
  readonly #orders: number[] = [];
  /** One per name of a label that is asked for. */
  readonly #labels: Label<T>[] = [];
  readonly #byKey = new Map<string, Label<T>>();

  addGeneral(item: T, order: number): void {
    this.everybody.push(item);
    this.#orders.push(order);
  }

  add(entry: Entry<T>, [key, value]: [string, string]): void {
    for (const name of Object.keys(entry.matchLabels)) {
      this.labelNames.add(name);
    }
    let label = this.#byKey.get(key);
    if (!label) {
      label = { key, byValue: new Map() };
      this.#byKey.set(key, label);
      this.#labels.push(label);
    }
    const entries = label.byValue.get(value);
    if (entries) entries.push(entry);
    else label.byValue.set(value, [entry]);
  }

  find(labels: Record<string, string>): readonly T[] {
    let first: Entry<T> | undefined;
    let more: Entry<T>[] | undefined;
    for (const { key, byValue } of this.#labels) {
      const value = labels[key];
      const entries = value === undefined ? undefined : byValue.get(value);
      if (!entries) continue;
      for (const entry of entries) {
        if (!hasLabels(labels, entry.matchLabels)) continue;
        if (first) (more ??= [first]).push(entry);
        else first = entry;
      }
    }
    if (more) return this.#merge(more);
    return first ? this.#listAlone(first) : this.everybody;
  }

  /** Made once: this is what most look-ups end with. */
  #listAlone(entry: Entry<T>): readonly T[] {
    const among = this.everybody.length;
    if (entry.alone?.among !== among) {
      entry.alone = { items: this.#merge([entry]), among };
    }
    return entry.alone.items;
  }

  #merge(entries: readonly Entry<T>[]): T[] {
    const general = this.everybody.map((item, index) => ({
      item,
      order: this.#orders[index] ?? 0,
    }));
    return [...general, ...entries]
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);
  }
}

const NONE: readonly never[] = [];

/**
 * Items by the namespace and the labels that they are for; a look-up touches
 * only what shares a label with the workload, and makes a list only when
 * several items ask for labels.
 */
export class SelectorIndex<T> {
  readonly #shelves = new Map<string, Shelf<T>>();
  #size = 0;

  add(
    namespace: string,
    matchLabels: Record<string, string> | undefined,
    item: T,
  ): void {
    const shelf = this.#shelves.get(namespace) ?? new Shelf<T>();
    this.#shelves.set(namespace, shelf);
    const order = this.#size;
    this.#size += 1;
    const [label] = Object.entries(matchLabels ?? {});
    if (!matchLabels || !label) shelf.addGeneral(item, order);
    else shelf.add({ matchLabels, item, order }, label);
  }

  /**
   * Items of the namespace that are for a workload with these labels, in the
   * order in which they were added.
   */
  find(namespace: string, labels: Record<string, string>): readonly T[] {
    return this.#shelves.get(namespace)?.find(labels) ?? NONE;
  }

  /** Items of the namespace that are for everybody in it. */
  findGeneral(namespace: string): readonly T[] {
    return this.#shelves.get(namespace)?.everybody ?? NONE;
  }

  /** Labels that items of the namespace ask for. */
  labelNames(namespace: string): readonly string[] {
    return [...(this.#shelves.get(namespace)?.labelNames ?? [])];
  }

  namespaces(): string[] {
    return [...this.#shelves.keys()];
  }
}

function hasLabels(
  labels: Record<string, string>,
  wanted: Record<string, string>,
): boolean {
  for (const key of Object.keys(wanted)) {
    if (labels[key] !== wanted[key]) return false;
  }
  return true;
}
