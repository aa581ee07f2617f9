import type { JsonValue } from '@backstage/types';
import {
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
 * makes a policy protect nothing.
 */
export async function removeAdditions(
  connection: KubernetesConnection,
  objects: { desired: MeshObject; applied: MeshObject },
  options: { signal?: AbortSignal },
): Promise<void> {
  const { desired, applied } = objects;
  const operations = [
    ...replaceBody(desired, applied),
    ...removeKeys('labels', desired, applied),
    ...removeKeys('annotations', desired, applied),
  ];
  if (operations.length === 0) {
    return;
  }
  const { signal } = options;
  const patched = await patchObject(connection, applied, {
    operations,
    signal,
  });
  await handOver(connection, patched, { signal });
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

/** Keys under our prefix are ours alone. */
function removeKeys(
  field: 'labels' | 'annotations',
  desired: MeshObject,
  applied: MeshObject,
): Operation[] {
  const wanted = desired.metadata[field] ?? {};
  return Object.keys(applied.metadata[field] ?? {})
    .filter(key => key.startsWith(`${MESHWRIGHT_PREFIX}/`) && !(key in wanted))
    .map(key => ({
      op: 'remove',
      path: `/metadata/${field}/${key
        .replace(/~/g, '~0')
        .replace(/\//g, '~1')}`,
    }));
}
