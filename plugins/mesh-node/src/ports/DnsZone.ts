import type {
  Change,
  ChangeResult,
  DnsRecordSet,
  RecordOwner,
} from '@meshwright/plugin-mesh-common';
import type { Transfer, TransferResult } from './ClusterCustody';

/** A change of a record set. @public */
export type RecordChange = Extract<Change, { target: 'record' }>;

/**
 * A private DNS zone.
 *
 * @public
 */
export interface DnsZone {
  /** Name of the zone, for example `mesh.internal`. */
  readonly zone: string;

  /** All A record sets, ours and others'. */
  list(options?: { signal?: AbortSignal }): Promise<DnsRecordSet[]>;

  /**
   * Makes one change with etags: creates only what does not exist, updates
   * only what carries the metadata of `instance` and of no other cluster, and
   * deletes only what carries those of `instance` and `cluster`. What it
   * writes carries both.
   */
  apply(
    change: RecordChange,
    options: RecordOwner & { signal?: AbortSignal },
  ): Promise<ChangeResult>;

  /**
   * Changes whose a record set is, and nothing else about it, if it still is
   * as it was read. Where it is missing, nothing of the zone changes hands.
   */
  transfer?(live: DnsRecordSet, transfer: Transfer): Promise<TransferResult>;
}
