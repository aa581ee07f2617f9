import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { LeaseStore } from '../database';
import { sleep } from './sleep';

/** After this the lease of a replica that died is free. */
const LEASE_MS = 15_000;

/** `busy`: another replica is making a pass, and this one was not made. */
export type RunOutcome = 'made' | 'busy';

type Work = (signal: AbortSignal) => Promise<void>;

/**
 * Makes passes one at a time per cluster, however many replicas there are and
 * whatever asked for the pass: a lease in the database is held meanwhile.
 */
export class PassRunner {
  readonly #leases: LeaseStore;
  readonly #logger: LoggerService;
  readonly #leaseMs: number;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(options: {
    leases: LeaseStore;
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
    const milliseconds = this.#leaseMs;
    if (!(await this.#leases.take({ ...lease, milliseconds }))) {
      return 'busy';
    }
    const ended = new AbortController();
    const lost = new AbortController();
    const renewals = this.#renew(lease, ended.signal, lost);
    try {
      await work(AbortSignal.any([signal, lost.signal]));
      return 'made';
    } finally {
      ended.abort();
      await renewals;
      await this.#release(lease);
    }
  }

  /** Extends the lease until the work ends; without one the work must stop. */
  async #renew(
    lease: { cluster: string; holder: string },
    ended: AbortSignal,
    lost: AbortController,
  ) {
    const milliseconds = this.#leaseMs;
    try {
      while (!ended.aborted) {
        await sleep(milliseconds / 3, ended);
        if (!(await this.#leases.take({ ...lease, milliseconds }))) {
          throw new Error('Another replica has taken over');
        }
      }
    } catch (error) {
      if (!ended.aborted) {
        this.#logger.warn('A pass has lost its lease and stops', {
          cluster: lease.cluster,
          error: toError(error).message,
        });
        lost.abort();
      }
    }
  }

  async #release(lease: { cluster: string; holder: string }) {
    try {
      await this.#leases.release(lease);
    } catch (error) {
      this.#logger.warn('A lease was not given back; it expires', {
        cluster: lease.cluster,
        error: toError(error).message,
      });
    }
  }
}
