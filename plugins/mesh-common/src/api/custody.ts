/**
 * Whether a cluster is managed, as people decided it.
 *
 * @remarks
 *
 * `releasing` and `removing` go on, pass by pass, until they are `released`
 * and `removed`; passes then only observe, until somebody has the cluster
 * managed again.
 *
 * @public
 */
export type CustodyState =
  | 'managed'
  | 'releasing'
  | 'released'
  | 'removing'
  | 'removed';

/**
 * How the product is uninstalled from a cluster: `release` leaves every
 * object as it is and takes our labels off; `remove` deletes them, default
 * denials first, so that nothing is cut off and in the end everybody may
 * call everybody.
 *
 * @public
 */
export type UninstallMode = 'release' | 'remove';

/**
 * Objects of installations that a cluster was taken over from, which nothing
 * here declares. They stay in force until somebody says that they may go.
 *
 * @public
 */
export type Leftovers = {
  total: number;
  /** `Kind namespace/name`, sorted; the first hundred. */
  objects: string[];
};

/** Who manages a cluster. @public */
export type ClusterCustodyStatus = {
  state: CustodyState;
  /** The name of this installation. */
  instance: string;
  /** Another installation that manages the cluster, as last seen. */
  managedBy?: { instance: string; since: string };
  /** Who decided about it last, when and why; absent when nobody did. */
  by?: string;
  at?: string;
  reason?: string;
  leftovers?: Leftovers;
};

/** Answer of `GET /api/mesh/v1/clusters/:name/custody`. @public */
export type ClusterCustodyResponse = ClusterCustodyStatus & {
  cluster: string;
  /** What the last pass came to; absent before the first. */
  pass?: {
    state: 'managing' | 'observing' | 'unreachable' | 'held';
    message: string;
    /** ISO instant. */
    finishedAt: string;
    changes: number;
    failed: number;
  };
};

/** What would become of the objects of one namespace. @public */
export type NamespacePreview = {
  /** Empty for objects of the cluster as a whole. */
  namespace: string;
  /** Every object that is counted: `Kind name`, sorted; the first fifty. */
  objects: string[];
  total: number;
};

/** Answer of `GET /api/mesh/v1/clusters/:name/uninstall`. @public */
export type UninstallPreview = {
  cluster: string;
  mode: UninstallMode;
  /** ISO instant at which the cluster was read. */
  readAt: string;
  /** What is deleted and what is only unlabelled, by namespace. */
  deleted: NamespacePreview[];
  unlabelled: NamespacePreview[];
  /** Names in the private zone, sorted. */
  records: string[];
  /** What it means, for a person; the gravest first. */
  consequences: string[];
};

/** Body of `POST /api/mesh/v1/clusters/:name/uninstall`. @public */
export type UninstallRequest = {
  mode: UninstallMode;
  /** The name of the cluster, typed by a person. */
  confirm: string;
  reason: string;
};

/** Answer of `GET /api/mesh/v1/clusters/:name/take-over`. @public */
export type TakeOverPreview = {
  cluster: string;
  /** The name of this installation. */
  instance: string;
  /** Who manages the cluster now, and since when. */
  from: string;
  since: string;
  /** ISO instant at which the cluster was read. */
  readAt: string;
  /** What would become ours, and be as declared here in the end. */
  taken: NamespacePreview[];
  /** Of those: what would change in more than whose it is. */
  changed: NamespacePreview[];
  /** What nothing here declares: it stays as it is, and is listed. */
  leftovers: NamespacePreview[];
  /** How far the rollout of each namespace is, read from its objects. */
  stages: Array<{ namespace: string; stage: string; step: string }>;
  /**
   * Calls that would end, as they are not declared and granted here:
   * `consumer → provider`, the first hundred.
   */
  endingEdges: string[];
  records: string[];
  consequences: string[];
};

/** Body of `POST /api/mesh/v1/clusters/:name/take-over`. @public */
export type TakeOverRequest = {
  /** The installation that the person saw managing the cluster. */
  from: string;
  reason: string;
};
