import type { DnsRecordSet } from './types';

/**
 * True when a live record set is as desired: addresses, time to live and our
 * metadata.
 *
 * @public
 */
export function isSameRecord(
  desired: DnsRecordSet,
  live: DnsRecordSet,
): boolean {
  const sortedText = (addresses: string[]) => [...addresses].sort().join();
  return (
    desired.ttl === live.ttl &&
    sortedText(desired.addresses) === sortedText(live.addresses) &&
    Object.entries(desired.metadata).every(
      ([key, value]) => live.metadata[key] === value,
    )
  );
}
