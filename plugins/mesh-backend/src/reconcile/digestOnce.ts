import { digestObject, type MeshObject } from '@meshwright/plugin-mesh-common';

const known = new WeakMap<MeshObject, string>();

/** The digest of an object that nobody changes any more. */
export function digestOnce(object: MeshObject): string {
  const before = known.get(object);
  if (before !== undefined) {
    return before;
  }
  const digest = digestObject(object);
  known.set(object, digest);
  return digest;
}
