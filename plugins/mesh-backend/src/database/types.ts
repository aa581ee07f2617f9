import type {
  Approval,
  Binding,
  Contract,
  Declaration,
  EntityMeshStatus,
  LastGood,
  NamespaceStage,
} from '@meshwright/plugin-mesh-common';
import type { StatusSummary } from './summarizeStatus';

/** Who namespaces and hosts belong to. */
export interface BindingStore {
  list(): Promise<Binding[]>;

  /**
   * Stores a binding, or returns the one that already says the same for this
   * cluster, namespace or host, owner and location.
   */
  add(binding: Omit<Binding, 'id'>): Promise<Binding>;
}

/** Decisions on requests; append-only. */
export interface ApprovalStore {
  /** Oldest first. */
  list(): Promise<Approval[]>;
  add(approval: Omit<Approval, 'id'>): Promise<Approval>;
}

/** How far the rollout of each namespace is. */
export interface StageStore {
  list(): Promise<NamespaceStage[]>;
  put(stage: NamespaceStage): Promise<void>;
}

/** The last readable declaration of every entity in the mesh. */
export interface LastGoodStore {
  list(): Promise<LastGood[]>;

  /**
   * Takes over a complete listing: stores what is readable, forgets that
   * something was missing when it is back, and notes once since when
   * something is missing.
   */
  sync(listing: {
    /** ISO instant of the listing. */
    at: string;
    readable: Declaration[];
    /** References of all entities that were listed, readable or not. */
    present: string[];
  }): Promise<void>;

  /** Somebody says that a missing entity is gone for good. */
  confirm(entityRef: string): Promise<void>;
  remove(entityRefs: string[]): Promise<void>;
}

/** The last readable contract of every API that something in the mesh uses. */
export interface ContractStore {
  /** References of the APIs of which one is known, sorted. */
  listRefs(): Promise<string[]>;
  /** By reference; without those of which none is known. */
  get(apiRefs: readonly string[]): Promise<Map<string, Contract>>;

  /** Takes over what is readable now, and forgets what is not used any more. */
  sync(listing: {
    /** ISO instant of the listing. */
    at: string;
    /** By reference. */
    readable: ReadonlyMap<string, Contract>;
    /** References of APIs that declarations name, now or when last readable. */
    used: ReadonlySet<string>;
  }): Promise<void>;
}

/** A status as it is stored, for who only hands it on. */
export type StatusText = {
  /** An `EntityMeshStatus`. */
  json: string;
  /** The text is another one whenever this is. */
  version: string;
};

/** What the pages show. */
export interface StatusStore {
  get(entityRef: string): Promise<EntityMeshStatus | undefined>;
  getText(entityRef: string): Promise<StatusText | undefined>;
  /**
   * Sorted by entity reference; all of them, or those that are known among
   * some. All of a large company take hundreds of megabytes.
   */
  list(entityRefs?: readonly string[]): Promise<EntityMeshStatus[]>;
  /**
   * What is asked of many at once: of all, sorted by entity reference, or of
   * those that are known among some.
   */
  listSummaries(entityRefs?: readonly string[]): Promise<StatusSummary[]>;
  /**
   * Writes only what differs, and forgets what is not among them. Of those
   * that are `elsewhere` it writes only what is not stored at all.
   */
  replaceAll(
    statuses: EntityMeshStatus[],
    elsewhere?: ReadonlySet<string>,
  ): Promise<void>;

  /**
   * Stores a pass, and all statuses as they are after it, in one step: no
   * other pass is stored between what `derive` reads and what it answers,
   * whichever replica makes it. Nothing is stored when one part fails.
   */
  storePass(
    pass: StoredPass,
    derive: (stored: StoredForPass) => Promise<StatusesOfPass>,
  ): Promise<void>;

  /**
   * Stores a pass that learned nothing, and says of what is in its cluster
   * since when (an ISO instant) nothing is known, in one step as well.
   */
  storeHeld(pass: StoredPass, since: string): Promise<void>;
}

/** What all statuses are after a pass. */
export type StatusesOfPass = {
  statuses: EntityMeshStatus[];
  /**
   * References of entities that run in other clusters only: the passes over
   * these tell of them.
   */
  elsewhere: ReadonlySet<string>;
};

/** What is stored while a pass is; the pass itself is among it. */
export type StoredForPass = {
  statuses: Pick<StatusStore, 'list'>;
  passes: Pick<PassStore, 'list'>;
};

/** "This entity may have changed": a reason to read the catalog soon. */
export type Hint = {
  entityRef: string;
  hash: string;
  /** ISO instant. */
  at: string;
};

/** Hints that no pass has acted upon yet. */
export interface HintStore {
  /** Newest per entity counts. */
  add(hint: Hint): Promise<void>;
  list(): Promise<Hint[]>;
  /** Removes these hints; a newer one of the same entity stays. */
  remove(hints: ReadonlyArray<Pick<Hint, 'entityRef' | 'hash'>>): Promise<void>;
}

/** What is remembered of the last pass over a cluster. */
export type StoredPass = {
  cluster: string;
  state: 'managing' | 'observing' | 'unreachable' | 'held';
  /** For a person. */
  message: string;
  /** ISO instant. */
  finishedAt: string;
  /** ISO instant of the last complete reading of the cluster. */
  lastReadAt?: string;
  changes: number;
  failed: number;
  /** Object key to ISO instant of our last write. */
  settling: Record<string, string>;
  /** Object key to digest of what we last applied; tells drift. */
  appliedDigests: Readonly<Record<string, string>>;
  /** Object key to ISO instant since when it drifts; absent: nothing does. */
  driftedSince?: Record<string, string>;
  /** Object key to what the server warned of when it was last written. */
  warnings?: Record<string, string[]>;
  /** The other installation that manages the cluster, and since when. */
  managedBy?: { instance: string; since: string };
  /** ISO instant when a later pass, which was never stored, began to write. */
  writingSince?: string;
  /**
   * When the pass that this one began with finished; of a pass that is to be
   * stored. It is refused when another one has been stored since.
   */
  after?: string;
};

/** A pass without what it applied, which is megabytes of a large company. */
export type PassSummary = Omit<StoredPass, 'appliedDigests'>;

/** The last pass over each cluster. */
export interface PassStore {
  get(cluster: string): Promise<StoredPass | undefined>;
  getSummary(cluster: string): Promise<PassSummary | undefined>;
  /** Sorted by cluster. */
  list(): Promise<PassSummary[]>;
  /** Throws a ConflictError when it comes after another one than is stored. */
  put(pass: StoredPass): Promise<void>;
  /** Remembers that a pass writes from now on, until one is put. */
  noteWriting(cluster: string, at: string): Promise<void>;
}

/** Who may make a pass over a cluster right now, among all replicas. */
export interface LeaseStore {
  /**
   * Takes the lease of a cluster, or extends it when the holder has it.
   * False when somebody else holds it and it has not expired.
   */
  take(lease: {
    cluster: string;
    holder: string;
    milliseconds: number;
  }): Promise<boolean>;

  /**
   * Extends a lease, also after its end. False when anybody else has taken it
   * since, even if they have given it back.
   */
  extend(lease: {
    cluster: string;
    holder: string;
    milliseconds: number;
  }): Promise<boolean>;

  /** Gives it back; does nothing when somebody else holds it by now. */
  release(lease: { cluster: string; holder: string }): Promise<void>;

  /** Clusters of which the lease is over, and was not given back. */
  listExpired(): Promise<string[]>;
}
