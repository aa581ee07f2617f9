import type { Exposure, Need, Operation, WorkloadPort } from './declaration';
import type { Guardrail } from './guardrail';
import type { Binding, ClusterConfig, StageName, StageStep } from './input';
import type { CallWindow, MtlsException, TrafficSettings } from './settings';

/** Whether a workload may live where it says, and why not. @public */
export type WorkloadBinding =
  | { state: 'bound'; bindingId: string; message: string }
  | {
      state: 'unbound';
      reason: 'NotBound' | 'ForeignNamespace' | 'SelectorOverlap' | 'HostTaken';
      message: string;
    };

/**
 * Why something is on its way out, and when it goes.
 *
 * @public
 */
export type Retiring = {
  /** ISO instant. */
  since: string;
  /** ISO instant at which the objects are withdrawn. */
  until: string;
  message: string;
};

/**
 * A deployable thing in one cluster and namespace.
 *
 * @public
 */
export type Workload = {
  /** `ref@cluster/namespace`. */
  key: string;
  entityRef: string;
  title?: string;
  owner?: string;
  /** `backstage.io/managed-by-location`. */
  location?: string;
  system?: string;
  /** Full reference of the domain of its system. */
  domain?: string;
  lifecycle?: string;
  tier?: string;
  tags?: string[];
  cluster: string;
  namespace: string;
  serviceAccount: string;
  selector: Record<string, string>;
  service?: string;
  ports: WorkloadPort[];
  inMesh: boolean;
  /** Only routes on hosts that the owner may use. */
  expose: Exposure[];
  /** Only names that no other workload has. */
  dns: string[];
  /** Only those that have not ended. */
  mtlsExceptions?: MtlsException[];
  traffic?: TrafficSettings;
  binding: WorkloadBinding;
  retiring?: Retiring;
  /** True when some of it comes from the last good reading. */
  lastGood: boolean;
};

/**
 * Whether an edge may take effect, who decided, and why.
 *
 * @public
 */
export type Consent = {
  state: 'granted' | 'pending' | 'denied' | 'expired';
  /** CamelCase word from a closed list, stable. */
  reason:
    | 'SameOwner'
    | 'OpenAccess'
    | 'AccessRule'
    | 'Approved'
    | 'WaitsForOwner'
    | 'WiderThanApproved'
    | 'ConsumerNotBound'
    | 'ProviderNotBound'
    | 'Declined'
    | 'SharedIdentity'
    | 'Guardrail'
    | 'HostNotBound'
    | 'ContractUnreadable'
    | 'OutsideWindow'
    | 'Expired';
  /** For a person; names the owner who can act. */
  message: string;
  /** The approval that granted or declined. */
  approvalId?: string;
  /** The guardrail that denied, or that asks for an approval. */
  guardrailId?: string;
  /** User reference of whoever decided. */
  by?: string;
  /** ISO instant of the decision. */
  at?: string;
  /** ISO instant at which a grant ends. */
  until?: string;
};

/**
 * "The consumer may call the provider on these ports with these operations."
 *
 * @public
 */
export type Edge = {
  /**
   * `consumer>provider#targetRef`, of workload keys; where only a part is
   * granted, the other parts end in `+2`, `+3` and so on.
   */
  key: string;
  /** Workload key. */
  consumer: string;
  /** Workload key, in the same cluster; or the key of an external service. */
  provider: string;
  /** What the consumer wrote: the provider itself, or an API of it. */
  targetRef: string;
  relation: Need['relation'];
  ports: WorkloadPort[];
  /**
   * Any of these, only on edges whose ports all speak HTTP; absent:
   * everything. Never empty.
   */
  operations?: Operation[];
  /**
   * True when the consumer named no operations of the API, so that these are
   * what its definition names now.
   */
  wholeApi?: true;
  /** When the edge holds; the consent says whether it holds now. */
  window?: CallWindow;
  reason?: string;
  consent: Consent;
  /** Where it was read: now, from the last good reading, or of a gone entity. */
  provenance: 'declared' | 'last-good' | 'retiring';
  pointer: string;
};

/**
 * Hosts outside a cluster that edges lead to: an external service, or a
 * workload of another cluster at the host where it exposes itself.
 *
 * @public
 */
export type ExternalService = {
  /** `ref@cluster`, of the cluster that calls; `+host` for a workload. */
  key: string;
  entityRef: string;
  cluster: string;
  owner?: string;
  /** `backstage.io/managed-by-location`. */
  location?: string;
  /** Only hosts that the owner may use. */
  hosts: string[];
  ports: WorkloadPort[];
  /** Addresses of the hosts where they are known, as of another cluster. */
  addresses?: string[];
  /** Key of the workload in another cluster. */
  workload?: string;
};

/** A namespace that bound workloads live in. @public */
export type MeshNamespace = {
  cluster: string;
  name: string;
  stage: StageName;
  step: StageStep;
  /** Full reference of the owner, from the binding. */
  owner?: string;
};

/**
 * What should be true, before it is expressed in objects. Plain JSON, sorted
 * by key.
 *
 * @public
 */
export type MeshModel = {
  instant: string;
  instance: string;
  clusters: ClusterConfig[];
  workloads: Workload[];
  edges: Edge[];
  /** Sorted by key. */
  externals?: ExternalService[];
  /** Those that deny, for the compiler; sorted by id. */
  guardrails?: Guardrail[];
  namespaces: MeshNamespace[];
  /**
   * ISO instant after `instant` at which the model changes by itself, because
   * something ends, or a window opens or closes.
   */
  nextInstant?: string;
  /** Bindings that `first-come` makes and the caller should store. */
  newBindings: Array<Omit<Binding, 'id'>>;
};
