import { FIELD_MANAGER, LABEL_INSTANCE, LABEL_MANAGED_BY } from './annotations';
import type { DnsRecordSet, MeshObject } from './types';

/**
 * Metadata key of a record set that says which tool manages it.
 *
 * @public
 */
export const RECORD_MANAGED_BY = 'meshwright_managed_by';

/**
 * Metadata key of a record set that says which installation owns it.
 *
 * @public
 */
export const RECORD_INSTANCE = 'meshwright_instance';

/**
 * Metadata key of a record set that says of which cluster it is: several may
 * share a zone. What an older version wrote does not have it.
 *
 * @public
 */
export const RECORD_CLUSTER = 'meshwright_cluster';

/**
 * Whose a record set is: an installation's, for one of its clusters.
 *
 * @public
 */
export type RecordOwner = { instance: string; cluster: string };

/**
 * True when an object carries the owner labels of this installation. Nothing
 * else may be changed or deleted.
 *
 * @public
 */
export function isOwned(object: MeshObject, instance: string): boolean {
  const { labels } = object.metadata;
  return (
    labels?.[LABEL_MANAGED_BY] === FIELD_MANAGER &&
    labels[LABEL_INSTANCE] === instance
  );
}

/**
 * True when a record set carries the owner metadata of this installation.
 *
 * @public
 */
export function isOwnedRecord(record: DnsRecordSet, instance: string): boolean {
  return (
    record.metadata[RECORD_MANAGED_BY] === FIELD_MANAGER &&
    record.metadata[RECORD_INSTANCE] === instance
  );
}

/**
 * True when a record set is this installation's, for this cluster. Nothing
 * else may be deleted.
 *
 * @public
 */
export function isRecordOf(record: DnsRecordSet, owner: RecordOwner): boolean {
  return (
    isOwnedRecord(record, owner.instance) &&
    record.metadata[RECORD_CLUSTER] === owner.cluster
  );
}

/**
 * True when a record set is this installation's, and nothing says for which
 * cluster. The cluster that needs it may take it over.
 *
 * @public
 */
export function isUnmarkedRecord(
  record: DnsRecordSet,
  instance: string,
): boolean {
  return (
    isOwnedRecord(record, instance) && !(RECORD_CLUSTER in record.metadata)
  );
}
