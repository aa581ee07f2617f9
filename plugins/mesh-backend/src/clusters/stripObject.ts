import type { JsonObject } from '@backstage/types';
import {
  FIELD_MANAGER,
  type MeshObject,
  type ObjectMetadata,
} from '@meshwright/plugin-mesh-common';
import pick from 'lodash/pick';

const METADATA = [
  'name',
  'namespace',
  'labels',
  'annotations',
  'ownerReferences',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'generation',
];

/** What kubectl remembers of a whole manifest. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What the product looks at of an object that was read: ten thousand pods
 * must fit into memory.
 */
export function stripObject(
  item: JsonObject,
  apiVersion: string,
  kind: string,
): MeshObject {
  const { spec, status, data } = item as Partial<MeshObject>;
  return {
    apiVersion,
    kind,
    metadata: stripMetadata(item.metadata as ObjectMetadata),
    ...stripBody(kind, { spec, status }),
    ...(data && { data }),
  };
}

function stripMetadata(metadata: ObjectMetadata): ObjectMetadata {
  const kept = pick(metadata, METADATA) as ObjectMetadata;
  if (kept.annotations?.[LAST_APPLIED] !== undefined) {
    const { [LAST_APPLIED]: _, ...annotations } = kept.annotations;
    kept.annotations = annotations;
  }
  // Of the managed fields one thing matters: whether a creation of ours was
  // interrupted before it was handed over to Apply.
  const unfinished = metadata.managedFields?.filter(isUpdateOfOurs);
  return unfinished?.length ? { ...kept, managedFields: unfinished } : kept;
}

/** An entry that a creation of ours left and that is not handed over yet. */
export function isUpdateOfOurs(entry: JsonObject): boolean {
  return (
    entry.manager === FIELD_MANAGER &&
    entry.operation === 'Update' &&
    !entry.subresource
  );
}

type Body = Pick<MeshObject, 'spec' | 'status'>;

function stripBody(kind: string, { spec, status }: Body): Body {
  switch (kind) {
    case 'Pod':
      return { spec: stripPodSpec(spec), status: stripPodStatus(status) };
    case 'Namespace':
      return status ? { status: pick(status, ['phase']) } : {};
    default:
      return { ...(spec && { spec }), ...(status && { status }) };
  }
}

function stripPodSpec(given: JsonObject | null | undefined): JsonObject {
  const spec = given ?? {};
  return {
    ...pick(spec, ['serviceAccountName', 'hostNetwork']),
    containers: stripContainers(spec.containers),
    ...(spec.initContainers !== undefined && {
      initContainers: stripContainers(spec.initContainers),
    }),
  };
}

function stripContainers(containers: unknown): JsonObject[] {
  return (Array.isArray(containers) ? containers : []).map(container =>
    pick(container, ['name', 'ports', 'restartPolicy']),
  );
}

function stripPodStatus(given: JsonObject | null | undefined): JsonObject {
  const status = given ?? {};
  const { conditions } = status;
  return {
    ...pick(status, ['phase', 'podIP', 'podIPs']),
    conditions: (Array.isArray(conditions) ? conditions : []).map(condition =>
      pick(condition, ['type', 'status']),
    ) as JsonObject[],
  };
}
