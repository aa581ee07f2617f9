import type { RecordSet } from '@azure/arm-privatedns';
import {
  type DnsRecordSet,
  FIELD_MANAGER,
  RECORD_CLUSTER,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
  type RecordOwner,
} from '@meshwright/plugin-mesh-common';

const OUR_PREFIX = 'meshwright_';

/** A record set as we know it, from what Azure sent. */
export function fromAzure(zone: string, record: RecordSet): DnsRecordSet {
  const addresses = (record.aRecords ?? []).flatMap(
    ({ ipv4Address }) => ipv4Address ?? [],
  );
  return {
    zone,
    name: record.name ?? '',
    type: 'A',
    ttl: record.ttl ?? 0,
    addresses: addresses.sort(),
    metadata: record.metadata ?? {},
    ...(record.etag && { etag: record.etag }),
  };
}

/**
 * A record set for Azure. Metadata that others put on the live one stays;
 * ours is as desired, and always says whose the record set is.
 */
export function toAzure(
  desired: DnsRecordSet,
  options: { owner: RecordOwner; live?: DnsRecordSet },
): RecordSet {
  const others = Object.entries(options.live?.metadata ?? {}).filter(
    ([key]) => !key.startsWith(OUR_PREFIX),
  );
  return {
    ttl: desired.ttl,
    aRecords: desired.addresses.map(ipv4Address => ({ ipv4Address })),
    metadata: {
      ...Object.fromEntries(others),
      ...desired.metadata,
      [RECORD_MANAGED_BY]: FIELD_MANAGER,
      [RECORD_INSTANCE]: options.owner.instance,
      [RECORD_CLUSTER]: options.owner.cluster,
    },
  };
}
