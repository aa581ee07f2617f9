import type { DnsRecordSet, MeshObject } from '../objects/types';
import type { ChangeResult, PlanConflict } from '../plan/types';

/** What can be true, false or unknown of a workload. @public */
export type ConditionType =
  | 'Declared'
  | 'Bound'
  | 'Approved'
  | 'Compiled'
  | 'Applied'
  | 'Accepted'
  | 'Enforced'
  | 'Encrypted'
  | 'Observed'
  | 'Resolvable'
  | 'Reachable';

/**
 * One fact, shaped like a Kubernetes condition. `unknown` is a real answer
 * and never shown as good.
 *
 * @public
 */
export type Condition = {
  type: ConditionType;
  status: 'true' | 'false' | 'unknown';
  /** CamelCase word, stable. */
  reason: string;
  /** One sentence for a person: what is so, and what to do about it. */
  message: string;
  /** ISO instant. */
  observedAt: string;
};

/**
 * Facts about a cluster that no single object shows; read by the adapter.
 *
 * @public
 */
export type ClusterFacts = {
  /** Injection revisions with a running control plane. */
  revisions: string[];
  /** Name of the network policy engine, when one was detected. */
  policyEngine?: string;
  /**
   * Objects of kinds that we do not model but that decide about traffic
   * (CiliumNetworkPolicy, AdminNetworkPolicy, foreign EnvoyFilter).
   */
  unmodelled: Array<{ kind: string; namespace?: string; name: string }>;
  /** Kinds that the cluster does not serve, as `group/Kind`; absent: none. */
  missingKinds?: string[];
};

/**
 * Everything that was read from a cluster in one pass.
 *
 * @public
 */
export type ClusterSnapshot = {
  /** ISO instant at which the reading was complete. */
  readAt: string;
  /** Live objects of every kind we emit or read, ours and others', with Pods. */
  objects: MeshObject[];
  facts: ClusterFacts;
};

/**
 * Observed traffic of one edge over the window of a traffic source.
 *
 * @public
 */
export type TrafficObservation = {
  cluster: string;
  source: { namespace: string; serviceAccount: string };
  destination: { namespace: string; workload: string };
  /** Requests or connections per second. */
  rate: number;
  /** Share that was refused, 0 to 1. */
  denied: number;
  /** Share that was mutual TLS, 0 to 1. */
  mtls: number;
  /** ISO instant of the newest sample. */
  lastSeen: string;
};

/**
 * What one pass over a cluster came to; input of `deriveStatuses`.
 *
 * @public
 */
export type PassResult = {
  cluster: string;
  /** ISO instant of the end of the pass. */
  finishedAt: string;
  /** Undefined when the cluster could not be read. */
  snapshot?: ClusterSnapshot;
  /** Read back after the changes; undefined when the zone was not readable. */
  records?: DnsRecordSet[];
  /**
   * ISO instant of the last complete reading; for a cluster that could not be
   * read now.
   */
  lastReadAt?: string;
  /** True when this instance manages the cluster and may write. */
  managing: boolean;
  /** Why not, or why the cluster could not be read; for a person. */
  problem?: string;
  /** Results of every change of the pass. */
  results: ChangeResult[];
  conflicts: PlanConflict[];
  /**
   * Object key to what the server warned of when the object was last written,
   * in an earlier pass; absent: nothing.
   */
  warnings?: Record<string, string[]>;
  held?: { message: string };
  /** Keys of objects that were found changed by others before this pass. */
  drifted: string[];
  /** ISO instant of the last write to each object key that is still settling. */
  settling: Record<string, string>;
  /** Undefined when no traffic source answered. */
  traffic?: TrafficObservation[];
  /**
   * Why `records` or `traffic` could not be read, and what may not be written;
   * for a person.
   */
  gaps?: { zone?: string; traffic?: string; rights?: string };
};
