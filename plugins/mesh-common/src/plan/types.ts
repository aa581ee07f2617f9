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
export type PlanConflict = { key: string; message: string };

/**
 * Changes in safe order: every subset of a wave is safe; the next wave starts
 * when the mesh had time to settle.
 *
 * @public
 */
export type Plan = {
  waves: Change[][];
  conflicts: PlanConflict[];
  /** Set when the deletions were withheld because too much would go. */
  held?: { message: string; deletions: string[] };
  /**
   * Keys of objects that this plan takes only half-way, because every step
   * has to be safe; the next plan, made from what was read back, finishes.
   * Absent when the plan goes all the way.
   */
  unfinished?: string[];
  /**
   * What waits for old pods: they run under an old identity or with old
   * labels, which stay admitted meanwhile. Absent where nothing waits.
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
  /** Warnings that the server sent with its answer. */
  warnings?: string[];
};
