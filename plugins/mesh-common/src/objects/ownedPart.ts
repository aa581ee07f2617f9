import { LABEL_MANAGED_BY, MESHWRIGHT_PREFIX } from './annotations';
import { isOwned } from './ownership';
import type { MeshObject } from './types';

/**
 * What of a desired object we may ask for, given what is there: all of it
 * where the object is ours, our keys only where it is somebody else's
 * Namespace or ServiceAccount.
 */
export function ownedPart(options: {
  desired: MeshObject;
  live: MeshObject;
  instance: string;
}): MeshObject {
  const { desired, live, instance } = options;
  return isOwned(live, instance) ? desired : onlyOurKeys(desired);
}

function onlyOurKeys(desired: MeshObject): MeshObject {
  const { name, namespace, labels, annotations } = desired.metadata;
  const { [LABEL_MANAGED_BY]: _, ...ourLabels } = labels ?? {};
  const ourAnnotations = Object.fromEntries(
    Object.entries(annotations ?? {}).filter(([key]) =>
      key.startsWith(`${MESHWRIGHT_PREFIX}/`),
    ),
  );
  return {
    apiVersion: desired.apiVersion,
    kind: desired.kind,
    metadata: {
      name,
      ...(namespace ? { namespace } : {}),
      labels: ourLabels,
      ...(Object.keys(ourAnnotations).length > 0
        ? { annotations: ourAnnotations }
        : {}),
    },
  };
}
