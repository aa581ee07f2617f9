import { ANNOTATION_ENTITIES } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import type { Succession } from './succession';
import { withDigest } from './withDigest';

/**
 * Hosts outside that the proxies of old pods know, where the workload still
 * calls them.
 */
export function listEntries(
  objects: {
    desired: readonly MeshObject[];
    live: ReadonlyMap<string, MeshObject>;
  },
  moved: readonly Succession[],
): Map<string, MeshObject[]> {
  const { desired, live } = objects;
  const left = groupEntries(live.values(), ({ namespace }) => namespace, moved);
  const wanted = groupEntries(desired, ({ home }) => home, moved);
  return new Map(
    moved.map(({ id, namespace }) => [
      id,
      (wanted.get(id) ?? [])
        .filter(entry =>
          left
            .get(id)
            ?.some(({ metadata: { name } }) => name === entry.metadata.name),
        )
        .map(entry =>
          withDigest({
            ...entry,
            metadata: { ...entry.metadata, namespace },
          }),
        ),
    ]),
  );
}

function groupEntries(
  objects: Iterable<MeshObject>,
  placeOf: (succession: Succession) => string,
  moved: readonly Succession[],
): Map<string, MeshObject[]> {
  const ids = new Map<string, string[]>();
  for (const succession of moved) {
    const entity = succession.id.slice(succession.id.indexOf(' ') + 1);
    const key = `${placeOf(succession)} ${entity}`;
    ids.set(key, [...(ids.get(key) ?? []), succession.id]);
  }
  const groups = new Map<string, MeshObject[]>();
  for (const object of objects) {
    if (object.kind !== 'ServiceEntry') continue;
    const { namespace, annotations } = object.metadata;
    const entities = annotations?.[ANNOTATION_ENTITIES]?.split(',') ?? [];
    for (const entity of entities) {
      for (const id of ids.get(`${namespace} ${entity}`) ?? []) {
        groups.set(id, [...(groups.get(id) ?? []), object]);
      }
    }
  }
  return groups;
}
