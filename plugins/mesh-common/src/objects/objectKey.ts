import type { DnsRecordSet, MeshObject } from './types';

/**
 * Identifies an object within a cluster, whatever API version it was read in:
 * `group/Kind/namespace/name`, with empty parts where there is none.
 *
 * @public
 */
export function objectKey(object: MeshObject): string {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const { namespace = '', name } = object.metadata;
  return `${group}/${object.kind}/${namespace}/${name}`;
}

/**
 * Identifies a record set: `zone/type/name`, in lower case as DNS is.
 *
 * @public
 */
export function recordKey(record: DnsRecordSet): string {
  return `${record.zone}/${record.type}/${record.name}`.toLowerCase();
}
