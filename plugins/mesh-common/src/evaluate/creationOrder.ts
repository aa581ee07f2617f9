import type { MeshObject } from '../objects';

/** Milliseconds; an object without a timestamp counts as the oldest. */
export function policyCreated({ metadata }: MeshObject): number {
  const time = Date.parse(metadata.creationTimestamp ?? '');
  return Number.isNaN(time) ? 0 : time;
}

/** Oldest first, then by name and namespace, as the control plane sorts. */
export function sortByCreation(objects: readonly MeshObject[]): MeshObject[] {
  return objects
    .map(object => ({
      object,
      created: policyCreated(object),
      key: `${object.metadata.name}.${object.metadata.namespace ?? ''}`,
    }))
    .sort((a, b) => a.created - b.created || (a.key < b.key ? -1 : 1))
    .map(({ object }) => object);
}
