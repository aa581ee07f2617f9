import type { DnsRecordSet, MeshObject } from '../objects/types';

/**
 * One change of one object or record set.
 *
 * @public
 */
export type Change =
  | { target: 'object'; type: 'create'; key: string; desired: MeshObject }
  | {
      target: 'object';
      type: 'update';
      key: string;
      desired: MeshObject;
      live: MeshObject;
    }
  | { target: 'object'; type: 'delete'; key: string; live: MeshObject }
  | { target: 'record'; type: 'create'; key: string; desired: DnsRecordSet }
  | {
      target: 'record';
      type: 'update';
      key: string;
      desired: DnsRecordSet;
      live: DnsRecordSet;
    }
  | { target: 'record'; type: 'delete'; key: string; live: DnsRecordSet };

/**
 * Something of the same name exists that is not ours; it is left alone.
 *
 * @public
 */
export type PlanConflict = {
  key: string;
  message: string;
  /** What was to be there; absent for record sets. */
  desired?: MeshObject;
};

/**
 * Names of the waves of a plan, in their order.
 *
 * @remarks
 *
 * - `found`: namespaces and identities, which decide nothing, and mTLS
 *   exceptions that become exceptions only with the next phase.
 * - `secure`: stricter mTLS, more denials and questions to an external
 *   authorizer, readers of tokens, and everything in namespaces where nobody
 *   lives.
 * - `widen`: policies that admit more, or the same.
 * - `isolate`: connections that are let through no more, where the next phase
 *   has anything; else they are part of `narrow`.
 * - `admit`: calls that are let through without regard to who calls, because
 *   the network alone tells callers apart there.
 * - `narrow`: policies that admit less, default denials, whose exceptions are
 *   in place now, and record sets whose route goes next.
 * - `route`: ways to workloads that are protected now.
 * - `remove`: policies beside which others remain, and names of routes that
 *   exist now.
 * - `loosen`: what leaves pods open or lets plaintext in, when every other
 *   layer is as strict as it will be; connections to pods whose calls are
 *   judged only from this plan on.
 * - `tidy`: exceptions from what is no longer strict, and the last policies
 *   of pods that are left open.
 * - `forget`: denials and questions beside which nothing is left to admit,
 *   and readers of tokens that no policy asks for any more.
 *
 * @public
 */
export type PlanPhase =
  | 'found'
  | 'secure'
  | 'widen'
  | 'isolate'
  | 'admit'
  | 'narrow'
  | 'route'
  | 'remove'
  | 'loosen'
  | 'tidy'
  | 'forget';

/**
 * Changes in safe order: every subset of a wave is safe; the next wave starts
 * when the mesh had time to settle.
 *
 * @public
 */
export type Plan = {
  waves: Change[][];
  /** One for each wave; absent when it is not known what they are for. */
  phases?: PlanPhase[];
  conflicts: PlanConflict[];
  /**
   * Names that an older version of this installation gave without writing
   * down for which cluster, and that are not needed here: they may be another
   * cluster's, and stay. Absent when there are none.
   */
  unmarked?: string[];
  /** Set when the deletions were withheld because too much would go. */
  held?: { message: string; deletions: string[] };
  /**
   * Keys of objects that this plan takes only half-way, because every step
   * has to be safe; the next plan, made from what was read back, finishes.
   * Absent when the plan goes all the way.
   */
  unfinished?: string[];
  /**
   * What waits for old pods: they run in an old namespace, under an old
   * identity or with old labels, which stay admitted meanwhile. Absent where
   * nothing waits.
   */
  waiting?: Waiting[];
};

/**
 * An object that still allows for old pods. It is among the unfinished.
 *
 * @public
 */
export type Waiting = {
  key: string;
  /** For a person. */
  reason: string;
  /** RFC 3339: when the old is given up in any case, where that is known. */
  until?: string;
};

/** What became of one change. @public */
export type ChangeResult = {
  change: Change;
  outcome: 'applied' | 'refused' | 'conflict' | 'failed' | 'skipped';
  /** The server's own words, for a person; set unless applied. */
  message?: string;
  /** What somebody can do about it, where that is known: a clause. */
  advice?: string;
  /** Warnings that the server sent with its answer. */
  warnings?: string[];
};
