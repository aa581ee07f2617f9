import type { JsonValue } from '@backstage/types';
import {
  ANNOTATION_DRY_RUN,
  describeDifference,
  type MeshObject,
  MESHWRIGHT_PREFIX,
} from '@meshwright/plugin-mesh-common';
import { isSharedKind } from './checkOwnership';
import { handOver, patchObject } from './handOver';
import type { KubernetesConnection } from './KubernetesConnection';

type Operation = { op: string; path: string; value?: JsonValue };

/**
 * Removes what others added to an object of ours. An apply leaves fields
 * alone that it does not name, and one label added to a selector by hand
 * makes a policy protect nothing. Returns the object as it is then.
 */
export async function removeAdditions(
  connection: KubernetesConnection,
  objects: { desired: MeshObject; applied: MeshObject },
  options: { signal?: AbortSignal },
): Promise<MeshObject> {
  const { desired, applied } = objects;
  const operations = [
    ...replaceBody(desired, applied),
    ...removeKeys('labels', desired, applied),
    ...removeKeys('annotations', desired, applied),
  ];
  if (operations.length === 0) {
    return applied;
  }
  const { signal } = options;
  const patched = await patchObject(connection, applied, {
    operations,
    signal,
  });
  return handOver(connection, patched, { signal });
}

function replaceBody(desired: MeshObject, applied: MeshObject): Operation[] {
  const isDifferent = describeDifference(desired, applied).some(path =>
    /^(spec|data)(\.|$)/.test(path),
  );
  if (!isDifferent || isSharedKind(desired)) {
    return [];
  }
  return (['spec', 'data'] as const).flatMap(field => {
    const value = desired[field];
    if (value !== undefined) {
      return [{ op: 'add', path: `/${field}`, value }];
    }
    return applied[field] === undefined
      ? []
      : [{ op: 'remove', path: `/${field}` }];
  });
}

/** Keys under our prefix are ours alone; a dry run switches a policy off. */
function removeKeys(
  field: 'labels' | 'annotations',
  desired: MeshObject,
  applied: MeshObject,
): Operation[] {
  const wanted = desired.metadata[field] ?? {};
  return Object.keys(applied.metadata[field] ?? {})
    .filter(
      key =>
        (key.startsWith(`${MESHWRIGHT_PREFIX}/`) ||
          key === ANNOTATION_DRY_RUN) &&
        !(key in wanted),
    )
    .map(key => ({
      op: 'remove',
      path: `/metadata/${field}/${key
        .replace(/~/g, '~0')
        .replace(/\//g, '~1')}`,
    }));
}
