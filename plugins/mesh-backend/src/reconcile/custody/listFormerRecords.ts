import {
  type DnsRecordSet,
  isOwnedRecord,
  RECORD_CLUSTER,
  recordKey,
} from '@meshwright/plugin-mesh-common';

/**
 * Records of a former installation that become this cluster's: of those that
 * are wanted here, the ones that are no other cluster's. The former may have
 * named the cluster otherwise; then a record that leads to it already is its.
 */
export function listFormerRecords(options: {
  records: readonly DnsRecordSet[];
  from: string;
  cluster: string;
  wanted: readonly DnsRecordSet[];
  /** Also what nothing here wants, so that it can go. */
  withdraw?: boolean;
}): DnsRecordSet[] {
  const { records, from, cluster, withdraw = false } = options;
  const wanted = new Map(options.wanted.map(one => [recordKey(one), one]));
  return records
    .filter(record => isOwnedRecord(record, from))
    .filter(record => {
      const of = record.metadata[RECORD_CLUSTER];
      const desired = wanted.get(recordKey(record));
      return desired
        ? of === undefined ||
            of === cluster ||
            record.addresses.join() === desired.addresses.join()
        : withdraw && of === cluster;
    });
}
