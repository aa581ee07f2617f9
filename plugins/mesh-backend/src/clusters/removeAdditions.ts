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

export type Operation = { op: string; path: string; value?: JsonValue };

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
  const operations = listRemovals(desired, applied);
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

/** What turns what is there into what is wanted, where others added to it. */
function listRemovals(desired: MeshObject, live: MeshObject): Operation[] {
  return [
    ...replaceBody(desired, live),
    ...removeKeys('labels', desired, live),
    ...removeKeys('annotations', desired, live),
  ];
}

/** What turns what is there into what is wanted, whoever changed it. */
export function listCorrections(
  desired: MeshObject,
  live: MeshObject,
): Operation[] {
  return [
    ...listRemovals(desired, live),
    ...setKeys('labels', desired, live),
    ...setKeys('annotations', desired, live),
  ];
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

function setKeys(
  field: 'labels' | 'annotations',
  desired: MeshObject,
  live: MeshObject,
): Operation[] {
  const there = live.metadata[field];
  const wanted = Object.entries(desired.metadata[field] ?? {}).filter(
    ([key, value]) => there?.[key] !== value,
  );
  if (wanted.length > 0 && !there) {
    const value = Object.fromEntries(wanted);
    return [{ op: 'add', path: `/metadata/${field}`, value }];
  }
  return wanted.map(([key, value]) => ({
    op: 'add',
    path: pathOf(field, key),
    value,
  }));
}

function pathOf(field: string, key: string): string {
  const escaped = key.replace(/~/g, '~0').replace(/\//g, '~1');
  return `/metadata/${field}/${escaped}`;
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
    .map(key => ({ op: 'remove', path: pathOf(field, key) }));
}
