import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import isEqual from 'lodash/isEqual';

/**
 * Hands out the value of before where an object has not changed, whoever read
 * it, so that what was made of it is not made again.
 */
export class ObjectMemory {
  #known = new Map<string, MeshObject>();

  /** The value that is known of an object, or else this one. */
  recall(object: MeshObject): MeshObject {
    const key = objectKey(object);
    const known = this.#known.get(key);
    // Not by its version alone: with its definition an object may look
    // different while its version stays.
    if (known && isEqual(known, object)) {
      return known;
    }
    this.#known.set(key, object);
    return object;
  }

  /** Forgets all others. */
  retain(objects: readonly MeshObject[]): void {
    this.#known = new Map(objects.map(object => [objectKey(object), object]));
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}
