import type { JsonObject } from '@backstage/types';
import {
  isOwned,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import omit from 'lodash/omit';
import { isSharedKind } from './checkOwnership';

/** What we send of an object: what we want, and nothing the server sets. */
export function toBody(desired: MeshObject): JsonObject {
  const { apiVersion, kind, spec, data } = desired;
  const { name, namespace, labels, annotations } = desired.metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    ...(spec && !isSharedKind(desired) && { spec }),
    ...(data && { data }),
  };
}

/** What we apply over an object that is there, for this version of it only. */
export function toApplyBody(options: {
  desired: MeshObject;
  live: MeshObject;
  instance: string;
}): JsonObject {
  const { desired, live, instance } = options;
  const body = toBody(desired);
  const { labels, ...metadata } = body.metadata as JsonObject;
  const { uid, resourceVersion } = live.metadata;
  return {
    ...body,
    metadata: {
      ...metadata,
      ...(labels !== undefined && {
        // Who manages a namespace that others made is theirs to say.
        labels: isOwned(live, instance)
          ? labels
          : omit(labels as JsonObject, LABEL_MANAGED_BY),
      }),
      ...(uid && { uid }),
      ...(resourceVersion && { resourceVersion }),
    },
  };
}
