import { isEqual } from 'lodash';
import type { Edge, ExternalService, MeshModel } from '../types';
import type { EntityChange } from './reachOfChange';

/**
 * Services outside that edges lead to. Undefined when the part sees one in
 * another way than the whole did: others claim the same hosts.
 */
export function mergeExternals(options: {
  model: MeshModel;
  part: MeshModel;
  edges: readonly Edge[];
  changes: readonly EntityChange[];
}): ExternalService[] | undefined {
  const { model, part, edges, changes } = options;
  const before = model.externals ?? [];
  const now = part.externals ?? [];
  if (before.length === 0 && now.length === 0) {
    return [];
  }
  const changed = new Set(changes.map(({ entityRef }) => entityRef));
  const merged = new Map(before.map(item => [item.key, item]));
  for (const item of now) {
    const known = merged.get(item.key);
    const isNew = !known || changed.has(item.entityRef);
    if (known && !isNew && !isEqual(known, item)) {
      return undefined;
    }
    if (isNew && !item.workload) {
      // Who came first may be somebody whom the part leaves out.
      return undefined;
    }
    if (isNew && !isEqual(known, item)) {
      merged.set(item.key, item);
    }
  }
  const used = new Set(edges.map(edge => edge.provider));
  return [...merged.values()]
    .filter(({ key }) => used.has(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
