import type { Entity } from '@backstage/catalog-model';
import type { Declaration, Operation } from './declaration';

/**
 * Who a namespace or a host belongs to.
 *
 * @public
 */
export type Binding = {
  id: string;
  /** Cluster name or `*`. */
  cluster: string;
  /** A name, or a pattern with `*`; exactly one of namespace and host. */
  namespace?: string;
  /** A DNS name, or `*.` and a domain. */
  host?: string;
  /** Full reference of the owner. */
  owner: string;
  /** Prefix of the managed-by-location of entities that may use it. */
  locationPrefix?: string;
  /** How it came about. */
  origin: 'config' | 'template' | 'admin' | 'first-come';
  /** User reference, `config` or `first-come`. */
  by: string;
  /** ISO instant. */
  at: string;
  reason?: string;
};

/**
 * What the approver of a request saw: the grant covers this and no more.
 *
 * @public
 */
export type ApprovalScope = {
  consumer: ApprovalParty;
  provider: ApprovalParty;
  /** Names of ports. */
  ports: string[];
  /** Absent: the whole of each port. */
  operation?: Operation;
  until?: string;
};

/** One side of a request, as its approver saw it. @public */
export type ApprovalParty = {
  entityRef: string;
  owner?: string;
  location?: string;
  /** Sorted `namespace/serviceAccount` of every deployment. */
  identities: string[];
};

/**
 * A recorded decision on a request; append-only, the newest per consumer,
 * provider and environment counts.
 *
 * @public
 */
export type Approval = {
  id: string;
  consumerRef: string;
  providerRef: string;
  /** Environment of a cluster, or `*`. */
  environment: string;
  decision: 'approve' | 'decline';
  scope: ApprovalScope;
  /** User reference. */
  by: string;
  /** ISO instant. */
  at: string;
  reason?: string;
};

/** Whether the mesh manages a namespace. @public */
export type StageName = 'off' | 'enforce';

/** The last thing that is enforced in a namespace. @public */
export type StageStep = 'authorization' | 'mtls' | 'network';

/**
 * How far the rollout of a namespace is.
 *
 * @public
 */
export type NamespaceStage = {
  cluster: string;
  namespace: string;
  stage: StageName;
  /** Cumulative; only meaningful in stage `enforce`. */
  step: StageStep;
  /** True when the product created the namespace. */
  created: boolean;
  by: string;
  at: string;
  reason?: string;
};

/**
 * What is known of a declaration that cannot be read now.
 *
 * @public
 */
export type LastGood = {
  entityRef: string;
  /** What of the declaration was in force, as `buildModel` returned it. */
  declaration: Declaration;
  /** ISO instant of the last good reading. */
  seenAt: string;
  /** ISO instant since when the entity is missing from complete listings. */
  missingSince?: string;
  /** True when somebody confirmed that it is gone. */
  confirmed?: boolean;
};

/** A gateway of a cluster; from configuration. @public */
export type GatewayConfig = {
  /** Namespace of the gateway pods. */
  namespace: string;
  /** Labels of the gateway pods. */
  selector: Record<string, string>;
  serviceAccount: string;
  /** Pinned IPv4 address that DNS names resolve to. */
  address?: string;
  /** Secret in the gateway's namespace; absent: plain HTTP on port 80. */
  tlsCredential?: string;
};

/**
 * A cluster as the compiler and the evaluator know it; from configuration.
 *
 * @public
 */
export type ClusterConfig = {
  name: string;
  environment: string;
  trustDomain: string;
  /** Istio's root namespace; `aks-istio-system` on the AKS add-on. */
  rootNamespace: string;
  /** Injection revision, for example `asm-1-29`. */
  revision: string;
  gateways: { internal?: GatewayConfig; public?: GatewayConfig };
  /** Private zone for `dns` names and hosts of internal gateways. */
  dnsZone?: string;
  /** Seconds. */
  dnsTtl?: number;
  /** Labels of the DNS pods in `kube-system`. */
  dnsSelector: Record<string, string>;
};

/**
 * Everything that decides what a mesh should look like: versioned plain JSON.
 *
 * @public
 */
export type MeshInput = {
  version: 1;
  /** ISO instant of the reading. */
  instant: string;
  /** Name of this installation. */
  instance: string;
  clusters: ClusterConfig[];
  /** Components, Resources, APIs, Systems and Locations of the catalog. */
  entities: Entity[];
  bindings: Binding[];
  approvals: Approval[];
  stages: NamespaceStage[];
  lastGood: LastGood[];
  defaults: {
    /** Applies to providers without an `access` block. */
    approval: 'none' | 'owner';
    /** Hours an absent entity's objects stay. */
    retiringHours: number;
    /** What becomes of a namespace that nobody has claimed. */
    unclaimed: 'first-come' | 'ask';
  };
};
