import {
  FIELD_MANAGER,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  MESHWRIGHT_PREFIX,
} from './annotations';
import {
  RECORD_CLUSTER,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
  type RecordOwner,
} from './ownership';
import { isLabelOnly } from './canonicalize';
import type { MeshObject } from './types';

const RECORD_PREFIX = 'meshwright_';

/**
 * True when an object carries the label of an installation, and is either
 * made by the product or shared with it (a Namespace, a ServiceAccount).
 *
 * @public
 */
export function isHeldBy(object: MeshObject, instance: string): boolean {
  const { labels = {} } = object.metadata;
  return (
    labels[LABEL_INSTANCE] === instance &&
    (isLabelOnly(object) || labels[LABEL_MANAGED_BY] === FIELD_MANAGER)
  );
}

/**
 * Labels and annotations of an object that changes hands. It goes on saying
 * the same to everybody else: without `to`, only what is ours is taken off.
 *
 * @public
 */
export function transferMetadata(
  object: MeshObject,
  to: string | undefined,
): { labels: Record<string, string>; annotations: Record<string, string> } {
  const { labels = {}, annotations = {} } = object.metadata;
  if (to !== undefined) {
    const isMade =
      !isLabelOnly(object) || labels[LABEL_MANAGED_BY] === FIELD_MANAGER;
    return {
      labels: {
        ...labels,
        ...(isMade && { [LABEL_MANAGED_BY]: FIELD_MANAGER }),
        [LABEL_INSTANCE]: to,
      },
      annotations,
    };
  }
  const isOurs = (key: string) => key.startsWith(`${MESHWRIGHT_PREFIX}/`);
  return {
    labels: pickKeys(
      labels,
      key =>
        !isOurs(key) &&
        !(key === LABEL_MANAGED_BY && labels[key] === FIELD_MANAGER),
    ),
    annotations: pickKeys(annotations, key => !isOurs(key)),
  };
}

/**
 * Metadata of a record set that changes hands; without `to`, what is ours is
 * taken off. Without a cluster, it stays with the one that it is of.
 *
 * @public
 */
export function transferRecord(
  metadata: Record<string, string>,
  to: (Pick<RecordOwner, 'instance'> & Partial<RecordOwner>) | undefined,
): Record<string, string> {
  return to === undefined
    ? pickKeys(metadata, key => !key.startsWith(RECORD_PREFIX))
    : {
        ...metadata,
        [RECORD_MANAGED_BY]: FIELD_MANAGER,
        [RECORD_INSTANCE]: to.instance,
        ...(to.cluster !== undefined && { [RECORD_CLUSTER]: to.cluster }),
      };
}

function pickKeys(
  record: Record<string, string>,
  isKept: (key: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter(([key]) => isKept(key)),
  );
}
