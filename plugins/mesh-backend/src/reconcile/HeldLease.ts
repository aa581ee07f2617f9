import type { LeaseStore } from '../database';
import { sleep } from './sleep';
import { within } from './within';

/** The part of a lease in which work goes on; the rest is for it to stop. */
const SAFE_PART = 0.8;

type Options = {
  leases: Pick<LeaseStore, 'extend'>;
  lease: { cluster: string; holder: string };
  leaseMs: number;
  /** By the clock of here, from before the question for the lease. */
  since: number;
  /** Aborted when the work has ended. */
  ended: AbortSignal;
  /** Told once, when the lease does not hold any more. */
  onLost: (error: unknown) => void;
};

/**
 * A lease that was taken, and is extended until the work ends.
 *
 * @remarks
 *
 * A process that was frozen, or computed for longer than the lease, wakes up
 * after its end. Whether somebody else has taken it meanwhile only the database
 * can tell, so it is asked before anything goes on.
 */
export class HeldLease {
  readonly #options: Options;
  readonly #lost = new AbortController();
  #since: number;
  #asking?: Promise<void>;

  constructor(options: Options) {
    this.#options = options;
    this.#since = options.since;
  }

  /** Aborted when the lease does not hold any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Extends the lease until the work ends, or the lease is lost. */
  async keep(): Promise<void> {
    const { ended } = this.#options;
    const untilNext = () =>
      this.#since + this.#options.leaseMs / 3 - performance.now();
    while (!ended.aborted && !this.lost.aborted) {
      try {
        await sleep(untilNext(), ended);
        // A request may have had to ask meanwhile.
        if (untilNext() <= 0) {
          await this.#extend();
        }
      } catch {
        // Either ended, or lost, which has been told.
      }
    }
  }

  /**
   * Resolves while the lease is sure to hold; rejects when it is lost. What
   * the work has begun and goes on after its end, such as a watch, needs none.
   */
  async require(): Promise<void> {
    if (this.#options.ended.aborted) {
      return;
    }
    this.lost.throwIfAborted();
    if (performance.now() >= this.#end) {
      await this.#extend();
    }
  }

  get #end(): number {
    return this.#since + this.#options.leaseMs * SAFE_PART;
  }

  /** Whoever asks at the same time waits for the same answer. */
  #extend(): Promise<void> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askOnce(): Promise<void> {
    const { leases, lease, leaseMs: milliseconds, ended } = this.#options;
    const askedAt = performance.now();
    // Who asks late has not been asking for long.
    const patience = Math.max(
      this.#end - askedAt,
      milliseconds * (1 - SAFE_PART),
    );
    try {
      const isOurs = await within(leases.extend({ ...lease, milliseconds }), {
        milliseconds: patience,
        signal: ended,
      });
      if (!isOurs) {
        throw new Error('Another replica has taken over');
      }
      this.#since = askedAt;
    } catch (error) {
      if (!ended.aborted && !this.lost.aborted) {
        this.#lost.abort();
        this.#options.onLost(error);
      }
      throw error;
    }
  }
}
