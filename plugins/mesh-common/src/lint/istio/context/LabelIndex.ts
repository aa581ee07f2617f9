import { append } from './groupBy';
import { hasLabels } from './labels';
import type { Labels } from './objects';

type Entry<T> = { labels: Labels; item: T };

/** Items by their labels: who has all labels of a selector. */
export class LabelIndex<T> {
  readonly #all: Entry<T>[] = [];
  readonly #byLabel = new Map<string, Entry<T>[]>();

  add(labels: Labels, item: T): void {
    const entry = { labels, item };
    this.#all.push(entry);
    for (const [key, value] of Object.entries(labels)) {
      append(this.#byLabel, `${key}=${value}`, entry);
    }
  }

  /** Lazily, for those who ask for the first only; all when nothing is asked. */
  *select(wanted: Labels): Generator<T> {
    for (const { labels, item } of this.#candidates(wanted)) {
      if (hasLabels(labels, wanted)) yield item;
    }
  }

  first(wanted: Labels): T | undefined {
    const { value } = this.select(wanted).next();
    return value === undefined ? undefined : (value as T);
  }

  #candidates(wanted: Labels): readonly Entry<T>[] {
    let best = this.#all;
    for (const [key, value] of Object.entries(wanted)) {
      const found = this.#byLabel.get(`${key}=${value}`) ?? [];
      if (found.length < best.length) best = found;
    }
    return best;
  }
}
