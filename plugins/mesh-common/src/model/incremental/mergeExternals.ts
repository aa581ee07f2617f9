import { isEqual } from 'lodash';
import type { Edge, ExternalService, MeshModel } from '../types';
import type { EntityChange } from './reachOfChange';
import { edgesOf } from './replaceEdges';

/**
 * Services outside that edges lead to. Undefined when the part sees one in
 * another way than the whole did: others claim the same hosts.
 */
export function mergeExternals(options: {
  model: MeshModel;
  part: MeshModel;
  edges: readonly Edge[];
  changes: readonly EntityChange[];
  /** Workloads of which edges were built anew, by key. */
  consumers: ReadonlySet<string>;
}): ExternalService[] | undefined {
  const { model, part, changes } = options;
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
  const unused = listUnused([...merged.keys()], options);
  return [...merged.values()]
    .filter(({ key }) => !unused.has(key))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Only those of consumers that changed can be without any caller now. */
function listUnused(
  keys: readonly string[],
  { model, edges, consumers }: Parameters<typeof mergeExternals>[0],
): Set<string> {
  const before = new Set(model.externals?.map(item => item.key));
  const had = listProviders(model.edges, consumers);
  const has = listProviders(edges, consumers);
  const unused = new Set(
    keys.filter(key => (had.has(key) || !before.has(key)) && !has.has(key)),
  );
  for (const { provider } of unused.size > 0 ? edges : []) {
    unused.delete(provider);
  }
  return unused;
}

function listProviders(
  edges: readonly Edge[],
  consumers: ReadonlySet<string>,
): Set<string> {
  return new Set(
    [...consumers].flatMap(consumer =>
      edgesOf(edges, consumer).map(({ provider }) => provider),
    ),
  );
}
