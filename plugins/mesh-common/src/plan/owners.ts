import { ANNOTATION_ENTITIES, LABEL_ENTITY } from '../objects/annotations';
import type { MeshObject } from '../objects/types';

const policyKinds = ['AuthorizationPolicy', 'NetworkPolicy'];

/** `namespace entity` of a policy for the pods of one workload. */
export function workloadOf(object: MeshObject): string | undefined {
  return policyKinds.includes(object.kind) ? ownerOf(object) : undefined;
}

/** `namespace entity` of any object for one workload. */
export function ownerOf({ metadata }: MeshObject): string | undefined {
  const { namespace, annotations = {}, labels = {} } = metadata;
  return labels[LABEL_ENTITY] !== undefined
    ? `${namespace} ${annotations[ANNOTATION_ENTITIES]}`
    : undefined;
}
