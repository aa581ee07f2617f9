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
