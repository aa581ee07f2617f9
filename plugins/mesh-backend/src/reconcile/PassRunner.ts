import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LeaseStore } from '../database';
import { withLease } from '../heldLease';
import { HeldLease } from './HeldLease';
import { within } from './within';

/**
 * After this the lease of a replica that died is free. Longer than anything
 * that a pass over tens of thousands of objects does without a pause, such as
 * its first plan, or it would lose its lease each time.
 */
export const LEASE_MS = 60_000;

/**
 * `busy`: another replica is making a pass, and this one was not made.
 * `lost`: it was begun, and stopped when its lease was not sure to hold.
 */
export type RunOutcome = 'made' | 'busy' | 'lost';

/** What it needs of leases. */
type Leases = Pick<LeaseStore, 'take' | 'extend' | 'release'>;

type Work = (signal: AbortSignal) => Promise<void>;

type Lease = { cluster: string; holder: string };

/**
 * Makes passes one at a time per cluster, however many replicas there are and
 * whatever asked for the pass: a lease in the database is held meanwhile.
 */
export class PassRunner {
  readonly #leases: Leases;
  readonly #logger: LoggerService;
  readonly #leaseMs: number;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(options: {
    leases: Leases;
    logger: LoggerService;
    leaseMs?: number;
  }) {
    this.#leases = options.leases;
    this.#logger = options.logger;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
  }

  /** Does the work after whatever this replica does on the cluster now. */
  run(cluster: string, signal: AbortSignal, work: Work): Promise<RunOutcome> {
    const before = this.#queues.get(cluster) ?? Promise.resolve();
    const turn = before.then(() => this.#runLeased(cluster, signal, work));
    // The next in the queue must not fail for what failed before it.
    this.#queues.set(
      cluster,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.all(this.#queues.values());
  }

  async #runLeased(
    cluster: string,
    signal: AbortSignal,
    work: Work,
  ): Promise<RunOutcome> {
    signal.throwIfAborted();
    const lease = { cluster, holder: randomUUID() };
    // From before the question on: the database counts from later.
    const since = performance.now();
    if (!(await this.#take(lease))) {
      return 'busy';
    }
    const ended = new AbortController();
    const held = this.#hold(lease, { since, ended: ended.signal });
    const renewals = held.keep();
    try {
      const stop = AbortSignal.any([signal, held.lost]);
      await withLease(
        () => held.require(),
        () => work(stop),
      );
      return 'made';
    } catch (error) {
      if (held.lost.aborted && !signal.aborted) {
        return 'lost';
      }
      throw error;
    } finally {
      ended.abort();
      await renewals;
      await this.#release(lease);
    }
  }

  #hold(lease: Lease, work: { since: number; ended: AbortSignal }): HeldLease {
    return new HeldLease({
      ...work,
      ...{ leases: this.#leases, lease, leaseMs: this.#leaseMs },
      onLost: error =>
        this.#logger.warn('A pass has lost its lease and stops', {
          cluster: lease.cluster,
          error: toError(error).message,
        }),
    });
  }

  #take(lease: Lease): Promise<boolean> {
    const milliseconds = this.#leaseMs;
    // Whoever is told later asks anew before anything is done.
    return within(this.#leases.take({ ...lease, milliseconds }), {
      milliseconds,
    });
  }

  async #release(lease: Lease) {
    try {
      // After that it has expired anyway.
      await within(this.#leases.release(lease), {
        milliseconds: this.#leaseMs,
      });
    } catch (error) {
      this.#logger.warn('A lease was not given back; it expires', {
        cluster: lease.cluster,
        error: toError(error).message,
      });
    }
  }
}
