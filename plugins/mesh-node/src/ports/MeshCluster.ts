import type {
  Change,
  ChangeResult,
  ClusterSnapshot,
} from '@meshwright/plugin-mesh-common';
import type { ClusterCustody } from './ClusterCustody';

/**
 * Which installation manages a cluster: content of the one ConfigMap that
 * says so.
 *
 * @public
 */
export type InstanceClaim = {
  instance: string;
  /** ISO instant of the claim. */
  since: string;
};

/**
 * What the credentials of a cluster let be written.
 *
 * @public
 */
export type ClusterRights = {
  /** False: nothing at all, not even who manages the cluster. */
  mayWrite: boolean;
  /** Whether it may be written down who manages the cluster. */
  mayClaim: boolean;
  /** `group/Kind` of what may not be written in every namespace. */
  readOnlyKinds: string[];
};

/** A change of an object, not of a record set. @public */
export type ObjectChange = Extract<Change, { target: 'object' }>;

/**
 * A Kubernetes cluster with a mesh, behind whatever client and credentials.
 *
 * @remarks
 *
 * Errors: a cluster that does not answer or refuses the credentials makes
 * `list` and `claim` throw an error whose message a person can act on. A
 * change that the server refuses is a result, not an error.
 *
 * @public
 */
export interface MeshCluster {
  /** As the configuration names it. */
  readonly name: string;

  /**
   * Taking over and giving up. Where it is missing, neither is possible, and
   * whoever asks is told so.
   */
  readonly custody?: ClusterCustody;

  /** Reads all objects of the kinds we emit or read, page by page. */
  list(options?: { signal?: AbortSignal }): Promise<ClusterSnapshot>;

  /**
   * Asks what the credentials let be written, without writing anything.
   * Throws where that cannot be asked; nobody may conclude anything then.
   */
  readRights?(options?: { signal?: AbortSignal }): Promise<ClusterRights>;

  /**
   * Makes this instance the manager if nobody is, by compare-and-set, and
   * tells who is.
   */
  claim(
    instance: string,
    options?: { signal?: AbortSignal },
  ): Promise<InstanceClaim>;

  /**
   * Makes one change: create by POST and hand-over to Apply, update by
   * server-side apply guarded by uid and resourceVersion, delete with
   * preconditions. Never touches what does not carry the labels of
   * `instance`.
   */
  apply(
    change: ObjectChange,
    options: { instance: string; signal?: AbortSignal },
  ): Promise<ChangeResult>;

  /**
   * Calls back, debounced by nobody, when an object of a kind we emit
   * changed; returns how to stop. Reconnects by itself.
   */
  watch(onChange: (key: string) => void): () => void;
}
