import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { StepDriver } from '@meshwright/plugin-mesh-node';
import type {
  ClusterChange,
  LeaseStore,
  RunStore,
  StoredRun,
} from '../database';

/** Time, so that a test need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects as soon as the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Who carries out the steps of each target. */
export type StepDrivers = Readonly<Record<ProvisionStep['target'], StepDriver>>;

/** What a run is to do, or a sentence that says why it must not. */
export type Preparation =
  | { steps: ProvisionStep[]; cluster?: ClusterChange }
  | { refusal: string };

/** Knows what runs are about. Reads only; what it throws is for a person. */
export interface RunPlanner {
  /** Once per run, before its first step. */
  prepare(
    run: StoredRun,
    options: { signal: AbortSignal },
  ): Promise<Preparation>;

  /** After the last step: what is to be remembered of the cluster. */
  conclude(
    run: StoredRun,
    options: { signal: AbortSignal },
  ): Promise<ClusterChange | undefined>;
}

/** What runs are never beyond. */
export type RunBounds = {
  /** A step that still asks for another try after so many has failed. */
  attempts: number;
  /** What is under way for longer is not followed any more. */
  followMs: number;
  /** The same, once the run is to be canceled. */
  cancelMs: number;
  /** A request that is not answered for so long, on the wall's clock. */
  callMs: number;
};

export type RunEngineOptions = {
  store: RunStore;
  leases: LeaseStore;
  planner: RunPlanner;
  drivers: StepDrivers;
  /** Steps at once by provider of the step; `*` for others. */
  limits: Readonly<Record<string, number>>;
  /** Installation that owns what is made. */
  instance: string;
  /** Names this process among all; random. */
  holder: string;
  clock: Clock;
  logger: LoggerService;
  /** Told of each run that has ended here. */
  onEnded?: (run: StoredRun) => Promise<void>;
  /** After so long without a word, another replica goes on. */
  leaseMs?: number;
  bounds?: Partial<RunBounds>;
};
