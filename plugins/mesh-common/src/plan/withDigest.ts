import { ANNOTATION_DIGEST } from '../objects/annotations';
import { digestObject } from '../objects/digest';
import type { MeshObject } from '../objects/types';

/** The digest annotation tells of the form that is written. */
export function withDigest(object: MeshObject): MeshObject {
  const { annotations } = object.metadata;
  return annotations?.[ANNOTATION_DIGEST]
    ? {
        ...object,
        metadata: {
          ...object.metadata,
          annotations: {
            ...annotations,
            [ANNOTATION_DIGEST]: digestObject(object),
          },
        },
      }
    : object;
}
