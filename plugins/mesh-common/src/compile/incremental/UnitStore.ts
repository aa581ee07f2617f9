import { isEqual } from 'lodash';
import {
  ANNOTATION_DIGEST,
  type CompiledObject,
  objectKey,
} from '../../objects';

type Entry = { key: string; item: CompiledObject };

/** Compiled objects in the order of their keys, by what they are made of. */
export class UnitStore {
  readonly #units = new Map<string, Entry[]>();
  #keys: string[] = [];
  #items: CompiledObject[] = [];

  /** A store of all units at once; cheaper than one after the other. */
  static of(units: Iterable<[string, readonly CompiledObject[]]>): UnitStore {
    const store = new UnitStore();
    const all: Entry[] = [];
    for (const [unit, objects] of units) {
      const entries = toEntries(objects);
      store.#units.set(unit, entries);
      all.push(...entries);
    }
    all.sort((a, b) => (a.key < b.key ? -1 : 1));
    store.#keys = all.map(({ key }) => key);
    store.#items = all.map(({ item }) => item);
    return store;
  }

  /** All objects; the list is the caller's. */
  list(): CompiledObject[] {
    return this.#items.slice();
  }

  /** What a unit is made to, instead of what it was. */
  replace(unit: string, objects: readonly CompiledObject[]) {
    const entries = toEntries(objects);
    const kept = new Set(entries.map(({ key }) => key));
    for (const { key } of this.#units.get(unit) ?? []) {
      const place = this.#find(key);
      if (!kept.has(key) && this.#keys[place] === key) {
        this.#keys.splice(place, 1);
        this.#items.splice(place, 1);
      }
    }
    for (const { key, item } of entries) {
      const place = this.#find(key);
      if (this.#keys[place] === key) {
        this.#items[place] = sameOr(this.#items[place], item);
      } else {
        this.#keys.splice(place, 0, key);
        this.#items.splice(place, 0, item);
      }
    }
    if (entries.length > 0) {
      this.#units.set(unit, entries);
    } else {
      this.#units.delete(unit);
    }
  }

  /** Where a key is, or would be. */
  #find(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

function toEntries(objects: readonly CompiledObject[]): Entry[] {
  return objects.map(item => ({ key: objectKey(item.object), item }));
}

/** Of two objects that are alike the one before, so that callers can tell. */
function sameOr(before: CompiledObject, now: CompiledObject): CompiledObject {
  const digestOf = ({ object }: CompiledObject) =>
    object.metadata.annotations?.[ANNOTATION_DIGEST];
  return digestOf(before) === digestOf(now) &&
    isEqual(before.edges, now.edges) &&
    isEqual(before.workloads, now.workloads)
    ? before
    : now;
}
