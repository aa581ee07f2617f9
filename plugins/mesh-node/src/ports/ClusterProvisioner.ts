import type { JsonObject } from '@backstage/types';
import type {
  Evidence,
  ExportClusterResponse,
  MeshClusterSpec,
  ProvisionPlan,
  ProvisionStep,
  StepError,
} from '@meshwright/plugin-mesh-common';

/**
 * What is there, as far as a plan needs it: resources by lower-case id, what
 * the region offers, what the subscription allows. Plain JSON of the
 * provider's own shape.
 *
 * @public
 */
export type ObservedInfrastructure = JsonObject;

/**
 * How far a step has come.
 *
 * - `running`: the provider works on it. `poller` resumes it in any process;
 *   it is a secret, because providers sign such addresses.
 * - `retry`: nothing is under way; start again, not before `afterMs`.
 *
 * `evidence` is what a check saw; it is shown whatever came of it.
 *
 * @public
 */
export type StepProgress =
  | {
      state: 'succeeded';
      changed: boolean;
      message?: string;
      evidence?: Evidence[];
    }
  | { state: 'running'; poller: string; afterMs: number; message?: string }
  | { state: 'retry'; afterMs: number; error: StepError }
  | { state: 'failed'; error: StepError; evidence?: Evidence[] };

/** For whom a step is carried out. @public */
export type StepContext = {
  /** Installation that owns what is made. */
  instance: string;
  cluster: string;
  /** Value of `spec.provider`; absent when nothing here made the cluster. */
  provider?: string;
  /** How often it was tried before. */
  attempt: number;
  signal?: AbortSignal;
};

/**
 * Carries out the steps of one target, each in pieces short enough to be
 * killed at any time: `start` twice does the thing once.
 *
 * @remarks
 *
 * Neither method throws for what the provider answers: that is progress.
 * They throw when `signal` says so.
 *
 * @public
 */
export interface StepDriver {
  /** Compares, then writes what differs, without waiting for the end. */
  start(step: ProvisionStep, context: StepContext): Promise<StepProgress>;
  /** Asks once how it goes. */
  poll(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<StepProgress>;
  /** Asks the provider to give up, where it can. */
  cancel(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<void>;
}

/** Which object of a cluster is meant. @public */
export type ClusterObjectKey = {
  /** For example `v1`. */
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
};

/**
 * Reads an object of a cluster; undefined when it is not there. Throws when
 * the cluster cannot be reached, or does not let it be read.
 *
 * @public
 */
export type ReadClusterObject = (
  key: ClusterObjectKey,
  options: { signal?: AbortSignal },
) => Promise<JsonObject | undefined>;

/**
 * A cloud in which clusters can be made.
 *
 * @public
 */
export interface ClusterProvisioner extends StepDriver {
  /** Value of `spec.provider`. */
  readonly provider: string;

  /** How many steps may run at once, by provider of the step; `*` for others. */
  readonly limits: Readonly<Record<string, number>>;

  /**
   * Reads what is there. Throws an error for a person when it cannot.
   *
   * `reach` gets at the objects of a cluster, from what {@link settings} says
   * about it. Without it, and when they cannot be read, they are not known:
   * whoever applies them compares.
   */
  observe(
    spec: MeshClusterSpec,
    options: {
      instance: string;
      reach?: (settings: JsonObject) => ReadClusterObject;
      signal?: AbortSignal;
    },
  ): Promise<ObservedInfrastructure>;

  /** Pure: what would be done. */
  plan(
    spec: MeshClusterSpec,
    options: {
      observed: ObservedInfrastructure;
      purpose: ProvisionPlan['purpose'];
      instance: string;
    },
  ): ProvisionPlan;

  /** Pure: the plan as code of the provider. */
  export(
    plan: ProvisionPlan,
    options: { format: 'bicep' },
  ): ExportClusterResponse;

  /** Pure: an entry for `mesh.clusters` that reaches the cluster. */
  settings(
    spec: MeshClusterSpec,
    options: { observed: ObservedInfrastructure },
  ): JsonObject;
}
