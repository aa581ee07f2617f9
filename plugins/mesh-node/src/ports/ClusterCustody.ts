import type { ChangeResult, MeshObject } from '@meshwright/plugin-mesh-common';
import type { InstanceClaim } from './MeshCluster';

/**
 * Whose something is, and whose it becomes. Without `from` it is nobody's and
 * is taken over as it is; without `to` it becomes nobody's. A record set
 * becomes one of `cluster`.
 *
 * @public
 */
export type Transfer = {
  from?: string;
  to?: string;
  cluster?: string;
  signal?: AbortSignal;
};

/** What became of a transfer. @public */
export type TransferResult = Pick<ChangeResult, 'outcome' | 'message'>;

/**
 * Who manages a cluster, and whose its objects are; nothing of it changes
 * what an object does.
 *
 * @public
 */
export interface ClusterCustody {
  /** Who manages the cluster; undefined when nobody does. Never claims it. */
  read(options?: { signal?: AbortSignal }): Promise<InstanceClaim | undefined>;

  /**
   * Makes an instance the manager in the place of another, by
   * compare-and-set. Throws `ConflictError` when somebody else manages the
   * cluster than `from`, or when that changed meanwhile.
   */
  takeOver(
    change: { from: string; to: string; by: string; reason: string },
    options?: { signal?: AbortSignal },
  ): Promise<InstanceClaim>;

  /**
   * Writes down that nobody manages the cluster, if the instance does; does
   * nothing when nobody does. Throws `ConflictError` when another one does.
   */
  giveUp(instance: string, options?: { signal?: AbortSignal }): Promise<void>;

  /**
   * Changes whose an object is, for the version that was read only: its
   * labels, and when it becomes nobody's also annotations and managed fields
   * of ours. A refusal is a result, not an error.
   */
  transfer(live: MeshObject, transfer: Transfer): Promise<TransferResult>;
}
