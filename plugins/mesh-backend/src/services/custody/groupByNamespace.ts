import type {
  MeshObject,
  NamespacePreview,
} from '@meshwright/plugin-mesh-common';

const NAMED = 50;

/** Counts and names of objects, by namespace. */
export function groupByNamespace(
  objects: readonly MeshObject[],
): NamespacePreview[] {
  const names = new Map<string, string[]>();
  for (const { kind, metadata } of objects) {
    const { name, namespace = kind === 'Namespace' ? name : '' } = metadata;
    const known = names.get(namespace) ?? [];
    known.push(`${kind} ${name}`);
    names.set(namespace, known);
  }
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, all]) => ({
      namespace,
      objects: all.sort().slice(0, NAMED),
      total: all.length,
    }));
}
