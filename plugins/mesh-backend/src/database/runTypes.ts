import type {
  MeshClusterSpec,
  MeshRun,
  ProvisionedCluster,
  ProvisionStep,
  RunEvent,
  RunState,
  RunStep,
} from '@meshwright/plugin-mesh-common';

/** A run without its steps. */
export type StoredRun = Omit<MeshRun, 'steps'> & {
  key: string;
  /** What the cluster is to be; absent for a check of any cluster. */
  spec?: MeshClusterSpec;
  /** Of the plan that was approved. */
  digest?: string;
  /** Whether its steps are stored: they are not made again. */
  isPlanned: boolean;
};

/** A run that was asked for. */
export type NewRun = Omit<StoredRun, 'state' | 'isPlanned'>;

/** How far a step has come. */
export type StepProgressRecord = Pick<
  RunStep,
  | 'state'
  | 'attempts'
  | 'startedAt'
  | 'endedAt'
  | 'message'
  | 'changed'
  | 'error'
  | 'evidence'
> & {
  /** A secret: see `StepProgress`. */
  poller?: string;
  /** Milliseconds since 1970. */
  notBefore?: number;
};

/** A step with its progress, as whoever carries it out needs it. */
export type StoredStep = { step: ProvisionStep } & StepProgressRecord;

/** Shows that a replica is the one that may write the progress of a run. */
export type RunHold = { run: string; holder: string; generation: number };

export type NewEvent = Omit<RunEvent, 'sequence'>;

/** Key of the lease of a run among those of clusters, which have no colon. */
export const leaseOfRun = (run: string) => `run:${run}`;

/** Another replica carries out the run by now; nothing was written. */
export class HoldLostError extends Error {
  constructor({ run }: RunHold) {
    super(`Another replica has taken over the run '${run}'`);
    this.name = 'HoldLostError';
  }
}

/** What becomes of the row of the run's cluster. */
export type ClusterChange =
  | { put: ProvisionedCluster; instance: string }
  | { remove: string };

/** What is written at once, or not at all. */
export type RunRecord = {
  run?: Partial<Pick<StoredRun, 'state' | 'startedAt' | 'endedAt' | 'message'>>;
  /** Replaces all steps: the run is planned from now on. */
  plan?: readonly ProvisionStep[];
  /** All of the progress of each of these. */
  steps?: ReadonlyArray<{ id: string } & StepProgressRecord>;
  events?: readonly NewEvent[];
  cluster?: ClusterChange;
};

/** Runs, their steps and their progress. */
export interface RunStore {
  /**
   * Stores a run, unless there is one with its key (`known`) or another one
   * of its cluster has not ended (`busy`): then that one is returned.
   */
  add(
    run: NewRun,
  ): Promise<{ outcome: 'added' | 'known' | 'busy'; run: StoredRun }>;

  get(id: string): Promise<StoredRun | undefined>;
  getByKey(key: string): Promise<StoredRun | undefined>;
  getState(id: string): Promise<RunState | undefined>;
  /** Newest first; at most a hundred. */
  list(filter?: { cluster?: string }): Promise<StoredRun[]>;
  /** Ids of those that have not ended, oldest first. */
  listActive(): Promise<string[]>;
  /** In the order of the plan; never with a poller. */
  listSteps(id: string): Promise<Array<Omit<StoredStep, 'poller'>>>;
  /** Those after a sequence, at most a thousand. */
  listEvents(id: string, after: number): Promise<RunEvent[]>;

  /**
   * Makes the holder of the run's lease the only one that may write its
   * progress; a queued run is running from then on. Undefined when it does
   * not hold the lease, or the run has ended.
   */
  claim(claim: {
    run: string;
    holder: string;
    /** ISO instant. */
    at: string;
  }): Promise<{ hold: RunHold; run: StoredRun } | undefined>;

  /** The steps with their pollers, for whoever carries them out. */
  listWork(hold: RunHold): Promise<StoredStep[]>;

  /** Writes progress. Throws a `HoldLostError` when the hold is no more. */
  record(hold: RunHold, record: RunRecord): Promise<void>;

  /**
   * Asks whoever carries it out to stop. False when it has ended, or is
   * canceled already.
   */
  cancel(id: string, event: NewEvent): Promise<boolean>;

  /**
   * Lets a run that failed or was canceled go on: what did not succeed is
   * pending again. `busy` is another run of the cluster that has not ended.
   */
  resume(
    id: string,
    event: NewEvent,
  ): Promise<
    { outcome: 'resumed' | 'ended' } | { outcome: 'busy'; by: StoredRun }
  >;
}

/** Clusters that were made or adopted from a template. */
export interface ProvisionedClusterStore {
  /** Sorted by name. */
  list(): Promise<ProvisionedCluster[]>;
  get(name: string): Promise<ProvisionedCluster | undefined>;
}

/** What a preview said of a step. */
export type PreviewedStep = Pick<
  ProvisionStep,
  'id' | 'title' | 'operation'
> & {
  /** Of what would be written. */
  hash: string;
};

/** What previews showed, by the digest that approves it. */
export interface ClusterPreviewStore {
  get(digest: string): Promise<PreviewedStep[] | undefined>;
  /** Forgets what is too old to be approved. */
  put(preview: {
    digest: string;
    steps: readonly PreviewedStep[];
    /** ISO instant. */
    at: string;
  }): Promise<void>;
}
