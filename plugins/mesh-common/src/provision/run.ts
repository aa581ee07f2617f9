import type { JsonObject } from '@backstage/types';
import type { StepOperation } from './plan';
import type { MeshClusterSpec } from './spec';

/** @public */
export type RunKind = 'provision' | 'verify' | 'retire';

/**
 * @public
 *
 * - `queued`: nobody has begun.
 * - `running`, `canceling`: a replica holds its lease.
 * - `failed`: it may be resumed; what exists is in its steps.
 */
export type RunState =
  | 'queued'
  | 'running'
  | 'canceling'
  | 'succeeded'
  | 'failed'
  | 'canceled';

/** @public */
export type StepState =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'skipped';

/**
 * Why a step failed, in full; never with a secret.
 *
 * @public
 */
export type StepError = {
  /** One sentence: what was refused and what to do. */
  message: string;
  /** Title of the resource. */
  resource: string;
  /** The server's code, for example `ServiceCidrOverlapExistingSubnetsCidr`. */
  code?: string;
  status?: number;
  /** What the server's support asks for. */
  requestId?: string;
  /** Field of the specification that caused it. */
  answer?: string;
};

/** What was seen, for a check. @public */
export type Evidence = {
  what: string;
  expected: string;
  seen: string;
  ok: boolean;
};

/** @public */
export type RunStep = {
  id: string;
  title: string;
  resource: string;
  operation: StepOperation;
  dependsOn: string[];
  state: StepState;
  attempts: number;
  /** ISO instants. */
  startedAt?: string;
  endedAt?: string;
  expectedSeconds: number;
  /** What happens now, or happened. */
  message?: string;
  /** Whether something was written. */
  changed?: boolean;
  error?: StepError;
  evidence?: Evidence[];
};

/** @public */
export type MeshRun = {
  id: string;
  kind: RunKind;
  cluster: string;
  state: RunState;
  /** Full reference of who started it. */
  by: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  /** One sentence about the whole. */
  message?: string;
  steps: RunStep[];
};

/** A line of the progress of a run. @public */
export type RunEvent = {
  /** Grows by one with each line of a run. */
  sequence: number;
  at: string;
  step?: string;
  level: 'info' | 'warn' | 'error';
  message: string;
};

/** Body of `POST /v1/clusters/preview`. @public */
export type PreviewClusterRequest = {
  purpose: 'provision' | 'retire';
  /**
   * Answers of the form; checked and completed. `{ name }` alone stands for
   * the cluster of that name, as it is kept.
   */
  spec: JsonObject;
};

/** Body of `POST /v1/clusters/export`. @public */
export type ExportClusterRequest = {
  format: 'bicep';
  /** As for a preview. */
  spec: JsonObject;
};

/** @public */
export type ExportClusterResponse = {
  files: Array<{ path: string; content: string }>;
};

/** Body of `POST /v1/runs`. @public */
export type StartRunRequest =
  | {
      kind: 'provision';
      spec: JsonObject;
      /** Of the plan that was shown; any plan without it. */
      digest?: string;
      /** The same key never starts a second run. */
      key: string;
    }
  | { kind: 'retire'; cluster: string; confirm: string; key: string }
  | { kind: 'verify'; cluster: string; key: string };

/** Answer of `GET /v1/runs`. @public */
export type RunsResponse = { items: Array<Omit<MeshRun, 'steps'>> };

/** Answer of `GET /v1/runs/:id/events?after=N`. @public */
export type RunEventsResponse = { items: RunEvent[] };

/** A cluster that was provisioned or adopted, as it is kept. @public */
export type ProvisionedCluster = {
  name: string;
  spec: MeshClusterSpec;
  /** Shaped like an entry of `mesh.clusters`. */
  settings: JsonObject;
  state: 'provisioning' | 'ready' | 'retiring';
};
