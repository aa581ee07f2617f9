import {
  type ChangeResult,
  isOwned,
  LABEL_INSTANCE,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '../ports/MeshCluster';

type Objection = Pick<ChangeResult, 'outcome' | 'message'>;

/** Kinds that are shared with others: labelled, and never deleted. */
const SHARED_KINDS = ['Namespace', 'ServiceAccount'];

/** Why a cluster, or our own caution, would not make a change now. */
export function describeObjection(options: {
  change: ObjectChange;
  objects: ReadonlyMap<string, MeshObject>;
  instance: string;
}): Objection | undefined {
  const { change, objects, instance } = options;
  const live = objects.get(change.key);
  switch (change.type) {
    case 'create':
      return live
        ? conflict(`'${change.key}' already exists`)
        : describeMissingNamespace(change.desired, objects);
    case 'update':
      if (!live) {
        return {
          outcome: 'failed',
          message: `'${change.key}' is gone; the next pass creates it again`,
        };
      }
      return (
        describeStale(change.live, live) ?? describeForeign(live, instance)
      );
    default:
      if (!live) {
        return { outcome: 'applied' };
      }
      if (SHARED_KINDS.includes(live.kind)) {
        return {
          outcome: 'skipped',
          message: `A ${live.kind} is never deleted`,
        };
      }
      return (
        describeStale(change.live, live) ?? describeForeign(live, instance)
      );
  }
}

function conflict(message: string): Objection {
  return { outcome: 'conflict', message };
}

function describeStale(seen: MeshObject, live: MeshObject) {
  const isSame =
    seen.metadata.uid === live.metadata.uid &&
    seen.metadata.resourceVersion === live.metadata.resourceVersion;
  return isSame
    ? undefined
    : conflict(`'${live.metadata.name}' changed since it was read`);
}

function describeForeign(live: MeshObject, instance: string) {
  const owner = live.metadata.labels?.[LABEL_INSTANCE] ?? instance;
  const isFree = SHARED_KINDS.includes(live.kind) && owner === instance;
  return isOwned(live, instance) || isFree
    ? undefined
    : conflict(`'${live.metadata.name}' does not belong to '${instance}'`);
}

function describeMissingNamespace(
  desired: MeshObject,
  objects: ReadonlyMap<string, MeshObject>,
): Objection | undefined {
  const { namespace } = desired.metadata;
  if (!namespace || objects.has(`/Namespace//${namespace}`)) {
    return undefined;
  }
  return { outcome: 'failed', message: `namespace '${namespace}' not found` };
}
