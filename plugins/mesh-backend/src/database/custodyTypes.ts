import type { CustodyState, Leftovers } from '@meshwright/plugin-mesh-common';

/** What people decided about who manages a cluster. */
export type StoredCustody = {
  cluster: string;
  state: CustodyState;
  /** Who decided it last: an entity reference. */
  by: string;
  /** ISO instant. */
  at: string;
  reason: string;
  /** Installations that the cluster was taken over from. */
  former: string[];
  /** The next pass takes nothing away in bulk: it is the first one here. */
  guarded: boolean;
  /** Somebody said that what former installations left may go. */
  withdraw: boolean;
  /** What of theirs nothing here declares, as the last pass saw it. */
  leftovers?: Leftovers;
};

/** A decision, and who made it. */
export type CustodyDecision = Pick<
  StoredCustody,
  'cluster' | 'by' | 'at' | 'reason'
>;

/** Decisions about who manages clusters. */
export interface CustodyStore {
  get(cluster: string): Promise<StoredCustody | undefined>;
  /** Sorted by cluster. */
  list(): Promise<StoredCustody[]>;

  /**
   * Goes to a state if the cluster is in one of others, which it is in
   * `managed` without a row. False when it is in none of them.
   */
  decide(
    decision: CustodyDecision & {
      from: readonly CustodyState[];
      to: CustodyState;
    },
  ): Promise<boolean>;

  /** The end of what was decided: it stays that person's decision. */
  settle(change: {
    cluster: string;
    from: CustodyState;
    to: CustodyState;
  }): Promise<boolean>;

  /** Notes whose objects become ours from now on. */
  addFormer(decision: CustodyDecision & { former: string }): Promise<void>;

  /** Changes what passes look at, of a row that exists. */
  note(
    cluster: string,
    change: Partial<Pick<StoredCustody, 'guarded' | 'withdraw'>> & {
      leftovers?: Leftovers | null;
    },
  ): Promise<void>;
}
