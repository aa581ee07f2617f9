import type {
  Consent,
  Diagnostic,
  Edge,
  Exposure,
  Retiring,
  StageName,
  StageStep,
  WorkloadPort,
} from '../model/types';
import type { MeshObject } from '../objects/types';
import type { Condition } from './pass';

/** How far an edge can be, in this order. @public */
export type EdgeStep =
  | 'declared'
  | 'bound'
  | 'approved'
  | 'compiled'
  | 'applied'
  | 'accepted'
  | 'enforced'
  | 'observed';

/**
 * A peer on the other side of an edge, as shown.
 *
 * @public
 */
export type EdgePeer = {
  entityRef: string;
  workloadKey: string;
  title?: string;
  owner?: string;
  lifecycle?: string;
  /** Empty for hosts outside the cluster. */
  namespace: string;
  /** Hosts outside the cluster that it stands for. */
  hosts?: string[];
};

/**
 * How far one edge is on its way into the mesh.
 *
 * @public
 */
export type EdgeStatus = {
  key: string;
  consumer: EdgePeer;
  provider: EdgePeer;
  cluster: string;
  targetRef: string;
  ports: WorkloadPort[];
  operations?: Edge['operations'];
  window?: Edge['window'];
  /** Human form: `GET /items/{id}`, `TCP 5432`. */
  what: string;
  declaredReason?: string;
  consent: Consent;
  provenance: Edge['provenance'];
  /** One per step, in order. */
  steps: Array<{
    step: EdgeStep;
    status: 'true' | 'false' | 'unknown';
    reason: string;
    message: string;
  }>;
  /** The word that sums it up; only `in-force` may be shown green. */
  summary:
    | 'in-force'
    | 'waiting'
    | 'attention'
    | 'broken'
    | 'unknown'
    | 'retiring';
  /** One sentence; says why and what to do unless in force. */
  sentence: string;
  /** Keys of the objects that implement it. */
  objects: string[];
  traffic?: { rate: number; denied: number; mtls: number; lastSeen: string };
};

/** How an object in the cluster compares with what it should be. @public */
export type ObjectState =
  | 'applied'
  | 'missing'
  | 'drifted'
  | 'conflict'
  | 'refused'
  | 'held'
  | 'retiring'
  /** It holds for old pods as well, or alone, until they are gone. */
  | 'waiting'
  | 'unknown';

/** An object of a workload, as pages show it. @public */
export type ObjectStatus = {
  key: string;
  kind: string;
  namespace?: string;
  name: string;
  state: ObjectState;
  message?: string;
  desired?: MeshObject;
  /** Without managed fields and status. */
  live?: MeshObject;
};

/** A host or DNS name of a workload, as pages show it. @public */
export type NameStatus = {
  host: string;
  kind: 'dns' | 'route';
  gateway?: Exposure['gateway'];
  /** For DNS names: zone, expected and found addresses. */
  zone?: string;
  expected: string[];
  found?: string[];
  state: ObjectState;
  message: string;
};

/**
 * Everything there is to say about one workload.
 *
 * @public
 */
export type WorkloadStatus = {
  key: string;
  entityRef: string;
  owner?: string;
  cluster: string;
  namespace: string;
  serviceAccount: string;
  ports: WorkloadPort[];
  stage: StageName;
  step: StageStep;
  retiring?: Retiring;
  /** Effective mTLS of its ports, and where it comes from. */
  mtls: {
    mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'unknown';
    source: string;
  };
  conditions: Condition[];
  /** Who may call it. */
  inbound: EdgeStatus[];
  /** Whom it may call. */
  outbound: EdgeStatus[];
  objects: ObjectStatus[];
  names: NameStatus[];
  summary: EdgeStatus['summary'];
  /** The first line of its screen: answers the question in words. */
  sentence: string;
};

/**
 * The status of an entity: all its workloads, and what is wrong with what its
 * author wrote.
 *
 * @public
 */
export type EntityMeshStatus = {
  entityRef: string;
  /** ISO instant of the pass that this tells of. */
  passAt: string;
  /** Set while a cluster has not answered: since when nothing new is known. */
  staleSince?: string;
  workloads: WorkloadStatus[];
  diagnostics: Diagnostic[];
  summary: EdgeStatus['summary'];
  sentence: string;
};
