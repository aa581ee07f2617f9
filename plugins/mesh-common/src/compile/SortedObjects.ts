import type { CompiledObject } from '../objects';

/**
 * Objects in the order of `objectKey`. Sorted by name within each kind and
 * namespace: names are far shorter than keys, and come nearly sorted.
 */
export class SortedObjects {
  readonly #shelves = new Map<string, CompiledObject[]>();

  add(objects: readonly CompiledObject[]) {
    for (const item of objects) {
      const shelf = shelfOf(item);
      const known = this.#shelves.get(shelf);
      if (known) {
        known.push(item);
      } else {
        this.#shelves.set(shelf, [item]);
      }
    }
  }

  list(): CompiledObject[] {
    const sorted: CompiledObject[] = [];
    for (const shelf of [...this.#shelves.keys()].sort()) {
      const objects = this.#shelves.get(shelf) ?? [];
      for (const item of objects.sort(byName)) {
        sorted.push(item);
      }
    }
    return sorted;
  }
}

/** The key up to the name: none of them begins with another. */
function shelfOf({ object: { apiVersion, kind, metadata } }: CompiledObject) {
  const group = apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
  return `${group}/${kind}/${metadata.namespace ?? ''}/`;
}

function byName(a: CompiledObject, b: CompiledObject): number {
  return a.object.metadata.name < b.object.metadata.name ? -1 : 1;
}
