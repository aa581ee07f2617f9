import type { Random } from '../azure/Random';

/** Something that hostile input is thrown at. */
export type Target = {
  name: string;
  /**
   * Makes one attempt, the same for the same random numbers. Throws an error
   * that says what was wrong: a crash, or a promise that was not kept.
   */
  attempt(random: Random): void | Promise<void>;
  /** How many readings an attempt is; one by default. */
  readings?: number;
  stop?(): Promise<void>;
};

/** A promise that was not kept. */
export class BrokenPromise extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenPromise';
  }
}
