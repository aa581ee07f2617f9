import type { Entity } from '@backstage/catalog-model';
import type { Contract } from './contract';
import type { Declaration, Operation } from './declaration';
import type { CallWindow } from './settings';
import type { EntitySelector, Guardrail } from './guardrail';

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
 * Ports, with what may be called on each of them, and when.
 *
 * @public
 */
export type ApprovalPart = {
  /** Names of ports. */
  ports: string[];
  /**
   * What may be called: any of these, and whatever the contracts of `apis`
   * name. Both absent: the whole of each port.
   */
  operations?: Operation[];
  /**
   * Full references of APIs that are covered as their owner changes them,
   * because the request named no operations; sorted.
   */
  apis?: string[];
  window?: CallWindow;
};

/**
 * What the approver of a request saw: the grant covers this and no more.
 *
 * @public
 */
export type ApprovalScope = ApprovalPart & {
  consumer: ApprovalParty;
  provider: ApprovalParty;
  /** Further parts, for ports that are limited differently. */
  also?: ApprovalPart[];
  /**
   * A single operation, as releases before 0.2 recorded it.
   *
   * @deprecated read through `operations`
   */
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

/** How much of the mesh holds in a namespace (MODEL section 4). @public */
export type StageName = 'off' | 'observe' | 'shadow' | 'enforce';

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
  /** ISO instant of the last good reading, or at most a minute before. */
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

/** Pods that a rule names. @public */
export type PodsConfig = {
  namespace: string;
  /** Labels of the pods. */
  selector: Record<string, string>;
};

/** A service of the platform that proxies call by themselves. @public */
export type ProxyService = PodsConfig & {
  /** Name of the Kubernetes Service, in the namespace of the pods. */
  service?: string;
  /** Port that the pods listen on. */
  port: number;
};

/** Who decides about calls besides the policies. @public */
export type ExternalAuthorizerConfig = ProxyService & {
  /** Name in the mesh's `extensionProviders`. */
  provider: string;
  /** An `http` authorizer cannot judge ports that speak TCP. */
  protocol: 'http' | 'grpc';
  /** Workloads whose calls it judges; absent: all. */
  workloads?: EntitySelector;
};

/** Address ranges of a cluster, in CIDR notation. @public */
export type ClusterRanges = {
  pods: string[];
  services: string[];
  /** The virtual network and those peered with it. */
  networks: string[];
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
  /** Address of a node-local DNS cache. */
  nodeLocalDns?: string;
  /** Version of the control plane, for example `1.29`. */
  istio?: string;
  /** Absent: egress to external hosts leaves out all private ranges. */
  ranges?: ClusterRanges;
  /** Who reads metrics straight from pods; absent: nobody. */
  scraper?: PodsConfig;
  /** Ranges from which the API server calls webhooks. */
  apiServerRanges?: string[];
  /** Tracing collectors, rate limit services and their like. */
  proxyServices?: ProxyService[];
  externalAuthorizer?: ExternalAuthorizerConfig;
  /** An application gateway in front of the internal gateway. */
  applicationGateway?: {
    /** Its subnet, in CIDR notation. */
    subnet: string;
    /** Hosts that it reaches besides those of public routes. */
    probeHosts: string[];
  };
  /** Name of the access log provider for denials; `envoy` unless said. */
  accessLogProvider?: string;
  /** True where the Istio CNI was detected: no init container needs rights. */
  cni?: boolean;
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
  /** Parsed definitions, by the full reference of their API. */
  contracts?: Record<string, Contract>;
  /** From configuration: nothing in the catalog overrides them. */
  guardrails?: Guardrail[];
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
