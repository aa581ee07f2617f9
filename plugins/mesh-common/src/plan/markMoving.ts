import { ANNOTATION_MOVING } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import type { Desired } from './desiredWorkloads';
import { workloadOf } from './owners';
import type { Succession } from './succession';

/** Says on policies of a workload between which namespaces it moves. */
export function createMarks(homes: readonly Succession[]) {
  const places = new Map<string, Set<string>>();
  for (const { heir, home, namespace } of homes) {
    const known = places.get(heir) ?? new Set([home]);
    places.set(heir, known.add(namespace));
  }
  return (object: MeshObject, workload?: Desired): MeshObject => {
    const moving = workload && places.get(workload.heir);
    if (!moving || workloadOf(object) === undefined) return object;
    const { metadata } = object;
    const annotations = {
      ...metadata.annotations,
      [ANNOTATION_MOVING]: [...moving].sort().join(),
    };
    return { ...object, metadata: { ...metadata, annotations } };
  };
}
