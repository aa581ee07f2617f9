import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LeaseStore } from '../database';
import { withLease } from '../heldLease';
import { sleep } from './sleep';
import { within } from './within';

/**
 * After this the lease of a replica that died is free. Longer than anything
 * that a pass over tens of thousands of objects does without a pause, such as
 * its first plan, or it would lose its lease each time.
 */
export const LEASE_MS = 60_000;

/** The part of a lease in which work goes on; the rest is for it to stop. */
const SAFE_PART = 0.8;

/**
 * `busy`: another replica is making a pass, and this one was not made.
 * `lost`: it was begun, and stopped when its lease was not sure to hold.
 */
export type RunOutcome = 'made' | 'busy' | 'lost';

/** What it needs of leases. */
type Leases = Pick<LeaseStore, 'take' | 'release'>;

type Work = (signal: AbortSignal) => Promise<void>;

type Lease = { cluster: string; holder: string };

/** When the lease was last asked for with success, by the clock of here. */
type Term = { since: number };

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
    const term = { since: performance.now() };
    if (!(await this.#take(lease, term))) {
      return 'busy';
    }
    const ended = new AbortController();
    const lost = new AbortController();
    const renewals = this.#renew(lease, { term, ended: ended.signal, lost });
    const check = () => {
      if (!ended.signal.aborted && performance.now() >= this.#endOf(term)) {
        this.#lose(lease, lost, new Error('The time of the lease is over'));
        lost.signal.throwIfAborted();
      }
    };
    try {
      const stop = AbortSignal.any([signal, lost.signal]);
      await withLease(check, () => work(stop));
      return 'made';
    } catch (error) {
      if (lost.signal.aborted && !signal.aborted) {
        return 'lost';
      }
      throw error;
    } finally {
      ended.abort();
      await renewals;
      await this.#release(lease);
    }
  }

  /**
   * Extends the lease until the work ends. Without one the work must stop,
   * be it that somebody else has it or that nobody answers until it expires.
   */
  async #renew(
    lease: Lease,
    work: { term: Term; ended: AbortSignal; lost: AbortController },
  ) {
    const { term, ended, lost } = work;
    try {
      while (!ended.aborted) {
        await sleep(term.since + this.#leaseMs / 3 - performance.now(), ended);
        const askedAt = performance.now();
        if (!(await this.#take(lease, term, ended))) {
          throw new Error('Another replica has taken over');
        }
        term.since = askedAt;
      }
    } catch (error) {
      if (!ended.aborted) {
        this.#lose(lease, lost, toError(error));
      }
    }
  }

  #lose(lease: Lease, lost: AbortController, { message }: Error) {
    if (!lost.signal.aborted) {
      this.#logger.warn('A pass has lost its lease and stops', {
        cluster: lease.cluster,
        error: message,
      });
      lost.abort();
    }
  }

  /** Asks while a lease since then is sure to hold, and no longer. */
  async #take(
    lease: Lease,
    term: Term,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const milliseconds = this.#leaseMs;
    const end = this.#endOf(term);
    const taken = await within(this.#leases.take({ ...lease, milliseconds }), {
      milliseconds: end - performance.now(),
      signal,
    });
    if (taken && performance.now() >= end) {
      throw new Error('The database answered too late');
    }
    return taken;
  }

  #endOf({ since }: Term): number {
    return since + this.#leaseMs * SAFE_PART;
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
