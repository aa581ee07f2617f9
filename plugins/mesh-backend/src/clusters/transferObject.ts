import type { JsonObject, JsonValue } from '@backstage/types';
import {
  FIELD_MANAGER,
  isHeldBy,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  transferMetadata,
} from '@meshwright/plugin-mesh-common';
import type { Transfer, TransferResult } from '@meshwright/plugin-mesh-node';
import { getObject, handOver, patchObject } from './handOver';
import type { KubernetesConnection } from './KubernetesConnection';

type Operation = { op: string; path: string; value?: JsonValue };

/**
 * Changes whose an object is, for the version that was read only. What the
 * object does stays the same, so that any order of such changes is safe.
 */
export async function transferObject(
  connection: Pick<KubernetesConnection, 'send'>,
  live: MeshObject,
  transfer: Transfer,
): Promise<TransferResult> {
  const { from, to, signal } = transfer;
  const whole = await getObject(connection, live, { signal });
  const objection = describeObjection(whole, { live, from });
  if (objection) {
    return { outcome: 'conflict', message: `Left alone: ${objection}` };
  }
  const operations = [
    ...replaceMetadata(whole, to),
    ...(to === undefined ? dropManager(whole) : []),
  ];
  if (operations.length > 0) {
    const patched = await patchObject(connection, whole, {
      operations,
      signal,
    });
    if (to !== undefined) {
      await handOver(connection, patched, { signal });
    }
  }
  return { outcome: 'applied' };
}

function describeObjection(
  whole: MeshObject,
  { live, from }: { live: MeshObject; from?: string },
): string | undefined {
  const { uid, resourceVersion, labels = {} } = whole.metadata;
  if (
    uid !== live.metadata.uid ||
    resourceVersion !== live.metadata.resourceVersion
  ) {
    return 'it changed since it was read';
  }
  if (from !== undefined) {
    return isHeldBy(whole, from)
      ? undefined
      : `it does not carry the labels of the installation '${from}'`;
  }
  return LABEL_MANAGED_BY in labels || LABEL_INSTANCE in labels
    ? 'somebody manages it already'
    : undefined;
}

/** Replaces the maps as a whole: the patch holds for one version only. */
function replaceMetadata(whole: MeshObject, to?: string): Operation[] {
  const wanted = transferMetadata(whole, to);
  return (['labels', 'annotations'] as const).flatMap(field => {
    const has = whole.metadata[field] ?? {};
    const value = wanted[field];
    const isSame =
      Object.keys(has).length === Object.keys(value).length &&
      Object.entries(value).every(([key, text]) => has[key] === text);
    return isSame ? [] : [{ op: 'add', path: `/metadata/${field}`, value }];
  });
}

/** An empty list would mean that nothing is said about it. */
function dropManager({ metadata }: MeshObject): Operation[] {
  const entries: JsonObject[] = metadata.managedFields ?? [];
  const others = entries.filter(({ manager }) => manager !== FIELD_MANAGER);
  return others.length === entries.length
    ? []
    : [
        {
          op: 'replace',
          path: '/metadata/managedFields',
          value: others.length > 0 ? others : [{}],
        },
      ];
}
