import {
  digestObject,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';

type Entry = readonly [key: string, digest: string];

const known = new WeakMap<MeshObject, Entry>();

/** Key and digest of an object that nobody changes any more. */
export function entryOnce(object: MeshObject): Entry {
  const before = known.get(object);
  if (before !== undefined) {
    return before;
  }
  const entry = [objectKey(object), digestObject(object)] as const;
  known.set(object, entry);
  return entry;
}

/** The digest of an object that nobody changes any more. */
export function digestOnce(object: MeshObject): string {
  return entryOnce(object)[1];
}
