import type {
  CallWindow,
  JwtRequirement,
  MtlsException,
  TrafficSettings,
} from './settings';

/**
 * How bad a finding is: an `error` has no effect in the mesh, a `warning`
 * has, an `info` is worth knowing.
 *
 * @public
 */
export type Severity = 'error' | 'warning' | 'info';

/**
 * A problem in something that a person wrote, as data.
 *
 * @public
 */
export type Diagnostic = {
  /** Stable and never reused, for example `MW1003`. */
  code: string;
  severity: Severity;
  /** The entity whose author can fix it. */
  entityRef: string;
  /** JSON pointer into the entity, for example `/spec/mesh/ports/0/port`. */
  pointer: string;
  /** What is wrong and what to change, for a person. */
  message: string;
  /** When it was first seen, in ISO 8601; of what passes, like an outage. */
  since?: string;
};

/** What a port speaks. @public */
export type PortProtocol = 'http' | 'http2' | 'grpc' | 'tcp' | 'tls';

/**
 * A port of a workload.
 *
 * @public
 */
export type WorkloadPort = {
  name: string;
  /** Port of the Kubernetes Service. */
  port: number;
  /** Port that the process listens on; what policies see. */
  targetPort: number;
  protocol: PortProtocol;
  /** True for a port that only scrapers read: no edge covers it by default. */
  scrape?: boolean;
  /** Who calls it without an identity, as the API server calls webhooks. */
  callers?: Array<'kube-apiserver'>;
};

/**
 * What an edge is limited to on an HTTP port. A missing part means any.
 *
 * @public
 */
export type Operation = {
  /** HTTP methods in upper case, sorted. */
  methods?: string[];
  /** Istio path patterns: exact, `*`-suffixed, or with `{*}` and `{**}`. */
  paths?: string[];
};

/**
 * A host that a workload wants to be reachable at.
 *
 * @public
 */
export type Exposure = {
  host: string;
  /** Path prefixes; `/` when the declaration names none. */
  paths: string[];
  gateway: 'public' | 'internal';
  /** Name of the workload port that is routed to; the first HTTP port. */
  port?: string;
  /** IPv4 ranges that may call an internal route. */
  from?: string[];
  jwt?: JwtRequirement;
  /** JSON pointer of the declaration. */
  pointer: string;
};

/**
 * How others get to use a workload.
 *
 * @public
 */
export type AccessRule = {
  /** `none`: declared is enough. `owner`: the owner's approval is needed. */
  approval: 'none' | 'owner';
  /** Consumers (component or system references) that need no approval. */
  allow: AccessGrant[];
};

/** A caller that needs no approval, and for what. @public */
export type AccessGrant = {
  /** Full entity reference of a component or a system. */
  from: string;
  /** Names of ports; all when absent. */
  ports?: string[];
  methods?: string[];
  paths?: string[];
  /** Names of operations in the contracts of the provider's APIs. */
  operations?: string[];
  /** ISO date or instant at which the grant ends. */
  until?: string;
  /**
   * What `operations` stood for when it was in force; only in what
   * `buildModel` returns to be stored.
   */
  resolved?: Operation[];
};

/**
 * One thing that a workload needs.
 *
 * @public
 */
export type Need = {
  /** Full reference of the target: component, resource or API. */
  targetRef: string;
  relation: 'dependsOn' | 'consumesApis';
  /** JSON pointer of the declaration. */
  pointer: string;
  /** Refinement: names of ports of the target. */
  ports?: string[];
  /** Refinement for HTTP ports. */
  methods?: string[];
  paths?: string[];
  /** Refinement of an API: names of operations in its contract. */
  operations?: string[];
  reason?: string;
  /** ISO date or instant at which the need ends. */
  until?: string;
  /** Absent: at any time. */
  window?: CallWindow;
  /**
   * What the contract of the API offered when this was in force (`[{}]`:
   * everything); only in what `buildModel` returns to be stored.
   */
  resolved?: Operation[];
};

/**
 * Where a workload claims to run.
 *
 * @public
 */
export type DeploymentClaim = {
  cluster: string;
  namespace: string;
  serviceAccount: string;
  selector: Record<string, string>;
  /** Name of the Kubernetes Service; absent for `service: none`. */
  service?: string;
  ports: WorkloadPort[];
  /** False for a workload without a proxy. */
  inMesh: boolean;
  expose: Exposure[];
  /** Names relative to the private zone of the cluster. */
  dns: string[];
  mtlsExceptions?: MtlsException[];
  traffic?: TrafficSettings;
  pointer: string;
};

/** Hosts outside the cluster that an entity stands for. @public */
export type ExternalClaim = {
  /** DNS names; `*.` and a domain for all names in it. */
  hosts: string[];
  ports: WorkloadPort[];
  pointer: string;
};

/**
 * What one entity says about itself, normalised. Made by `readDeclaration`;
 * everything in it is a claim.
 *
 * @public
 */
export type Declaration = {
  entityRef: string;
  kind: 'workload' | 'external-service';
  /** Full reference, from `spec.owner`. */
  owner?: string;
  /** Full reference, from `spec.system`. */
  system?: string;
  lifecycle?: string;
  /** From the label `meshwright.io/tier`. */
  tier?: string;
  /** From `metadata.tags`, sorted. */
  tags?: string[];
  title?: string;
  /** `backstage.io/managed-by-location`. */
  location?: string;
  /** `backstage.io/managed-by-origin-location`. */
  origin?: string;
  deployments: DeploymentClaim[];
  /** Only of an external service. */
  external?: ExternalClaim;
  needs: Need[];
  /** Absent when nothing was declared: the default applies. */
  access?: AccessRule;
  /** Full references of APIs that the entity claims to provide. */
  providesApis: string[];
};
