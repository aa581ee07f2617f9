import type { StepOperation } from '@meshwright/plugin-mesh-common';

/** How often and how fast something is tried again. */
export type Patience = {
  /** Tries in all. */
  tries: number;
  firstMs: number;
  /** Waits double up to here. */
  mostMs: number;
};

/** Errors that are met in the same way. */
export type ErrorClass = {
  name: string;
  /** Lower-case codes; one that ends in `*` stands for all that begin so. */
  codes: string[];
  /** What the words must have, too. */
  words?: RegExp;
  /** Only for steps that do this. */
  operations?: StepOperation[];
  /** Only for steps that depend on a role assignment. */
  afterGrant?: true;
  /** Fails without it. */
  patience?: Patience;
  /** What was asked for is there already. */
  succeeded?: true;
  /** What a person can do; sentences. */
  remedy: string;
  /** Fields of the specification that can cause it, likeliest first. */
  answers?: string[];
};

/** For what ends by itself within a minute or so. */
export const BRIEF: Patience = { tries: 40, firstMs: 1_000, mostMs: 30_000 };

/** About fifteen minutes: another operation runs. */
export const BUSY: Patience = { tries: 36, firstMs: 2_000, mostMs: 30_000 };

/** About two minutes: a new identity spreads. */
export const PRINCIPAL: Patience = { tries: 26, firstMs: 1_000, mostMs: 5_000 };

/**
 * At least ten minutes: a new role assignment spreads. Tries are those of the
 * step, so up to 17 of them may have gone to something else before.
 */
export const GRANT: Patience = { tries: 48, firstMs: 2_000, mostMs: 20_000 };

/** At once: it was read before somebody else wrote. */
export const REREAD: Patience = { tries: 12, firstMs: 0, mostMs: 5_000 };

/** For what should not be, and is worth a second look. */
export const DOUBTFUL: Patience = { tries: 5, firstMs: 1_000, mostMs: 10_000 };
