import type { Entity } from '@backstage/catalog-model';
import type { CallRequest, Verdict } from '../evaluate/types';
import type {
  Binding,
  Diagnostic,
  NamespaceStage,
  Retiring,
} from '../model/types';
import type { ProvisionedCluster } from '../provision/run';
import type { MeshClusterSpec } from '../provision/spec';
import type { EdgeStatus, EntityMeshStatus } from '../status/types';
import type { ClusterCustodyStatus } from './custody';

/**
 * Answer of `GET /api/mesh/v1/status/:kind/:namespace/:name`.
 *
 * @public
 */
export type EntityStatusResponse = {
  status: EntityMeshStatus;
  /** What the caller may do, for buttons; the backend decides again. */
  allowed: {
    /** Decide about requests to this entity. */
    decide: boolean;
    bind: boolean;
    adopt: boolean;
    confirmRetiring: boolean;
  };
};

/**
 * Body of `POST /api/mesh/v1/ask`.
 *
 * @public
 */
export type AskRequest = {
  /** Entity references. */
  from: string;
  to: string;
  /** Defaults to the only cluster both run in. */
  cluster?: string;
  /** Name or number of a port of the provider; defaults to the first. */
  port?: string | number;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
};

/** Answer of `POST /api/mesh/v1/ask`. @public */
export type AskResponse = {
  verdict: Verdict;
  request: CallRequest;
  /** One sentence: the answer. */
  sentence: string;
  /** ISO instant of the snapshot that was asked. */
  readAt: string;
};

/**
 * Body of `POST /api/mesh/v1/preview`.
 *
 * @public
 */
export type PreviewRequest = {
  entities: Entity[];
  /**
   * Where the entities will come from (`url:https://…`); stands in for the
   * `backstage.io/managed-by-location` that a draft does not have yet.
   */
  location?: string;
};

/** Access that somebody gains, loses or waits for. @public */
export type AccessChange = {
  consumerRef: string;
  providerRef: string;
  cluster: string;
  what: string;
  consent: EdgeStatus['consent']['state'];
  sentence: string;
};

/** Answer of `POST /api/mesh/v1/preview`. @public */
export type PreviewResponse = {
  access: { gained: AccessChange[]; lost: AccessChange[] };
  /** Edges of the previewed entities that would wait or be denied. */
  waiting: AccessChange[];
  objects: Array<{
    cluster: string;
    key: string;
    change: 'create' | 'update' | 'delete';
  }>;
  diagnostics: Diagnostic[];
};

/**
 * Body of `POST /api/mesh/v1/approvals`.
 *
 * @public
 */
export type DecideRequest = {
  consumerRef: string;
  providerRef: string;
  /** Defaults to `*`. */
  environment?: string;
  decision: 'approve' | 'decline';
  /** Required to decline. */
  reason?: string;
  until?: string;
};

/**
 * Body of `POST /api/mesh/v1/bindings`.
 *
 * @public
 */
export type BindRequest = {
  cluster: string;
  namespace?: string;
  host?: string;
  owner: string;
  locationPrefix?: string;
  reason: string;
};

/**
 * Body of `POST /api/mesh/v1/services/register`: a new service of the caller's
 * team claims a namespace.
 *
 * @public
 */
export type RegisterServiceRequest = {
  entityRef: string;
  cluster: string;
  namespace: string;
  owner: string;
  locationPrefix: string;
};

/**
 * Body of `POST /api/mesh/v1/namespaces/adopt`.
 *
 * @public
 */
export type AdoptRequest = {
  cluster: string;
  namespace: string;
  /** How much of the mesh is to hold. Defaults to `enforce`. */
  stage?: Exclude<NamespaceStage['stage'], 'off'>;
  /** The last thing that is enforced. Defaults to `network`. */
  step?: NamespaceStage['step'];
  reason: string;
};

/**
 * Body of `POST /api/mesh/v1/retiring/confirm`.
 *
 * @public
 */
export type ConfirmRetiringRequest = { entityRef: string; reason: string };

/** Answer of `GET /api/mesh/v1/overview`. @public */
export type OverviewResponse = {
  clusters: Array<{
    name: string;
    environment: string;
    /** `unknown` before the first pass. */
    state: 'managing' | 'observing' | 'unreachable' | 'held' | 'unknown';
    message: string;
    /** ISO instants. */
    lastPassAt?: string;
    lastReadAt?: string;
    /** Of the last pass. */
    changes: number;
    failed: number;
    dnsZone?: string;
    /** Of a cluster that was made or adopted from a template. */
    lifecycle?: ProvisionedCluster['state'];
    /** Who manages it. */
    custody?: ClusterCustodyStatus;
  }>;
  namespaces: Array<{
    cluster: string;
    namespace: string;
    stage: NamespaceStage['stage'];
    step: NamespaceStage['step'];
    owner?: string;
    workloads: number;
  }>;
  /** Requests that wait for an owner. */
  requests: EdgeStatus[];
  retiring: Array<{ entityRef: string; workloads: number } & Retiring>;
  bindings: Binding[];
  /** Workloads that claim what is not theirs. */
  unbound: Array<{
    entityRef: string;
    workloadKey: string;
    cluster: string;
    namespace: string;
    owner?: string;
    message: string;
  }>;
  allowed: { bind: boolean; adopt: boolean; confirmRetiring: boolean };
};

/** Answer of `GET /api/mesh/v1/clusters`. @public */
export type ClustersResponse = {
  items: Array<{
    name: string;
    environment: string;
    trustDomain: string;
    revision: string;
    dnsZone?: string;
    /** Of a cluster that was made or adopted from a template. */
    state?: ProvisionedCluster['state'];
    /** Who owns such a cluster; a full reference. */
    owner?: string;
    /** What it was made of; for who may read plans and runs of clusters. */
    spec?: MeshClusterSpec;
  }>;
};
