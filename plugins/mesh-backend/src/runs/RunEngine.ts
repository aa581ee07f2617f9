import { toError } from '@backstage/errors';
import { HoldLostError, leaseOfRun, type RunHold } from '../database';
import { RunExecution } from './RunExecution';
import type { RunBounds, RunEngineOptions } from './types';

const LEASE_MS = 15_000;

const BOUNDS: RunBounds = {
  attempts: 100,
  followMs: 4 * 3_600_000,
  cancelMs: 15 * 60_000,
  callMs: 5 * 60_000,
};

/**
 * - `ended`: the run succeeded, failed or was canceled.
 * - `busy`: another replica, or this one, carries it out; or it has ended.
 * - `lost`: another replica has taken over.
 * - `abandoned`: this process stops; another replica goes on.
 */
export type ExecutionOutcome = 'ended' | 'busy' | 'lost' | 'abandoned';

class AbandonedError extends Error {
  override readonly name = 'AbandonedError';
}

/**
 * Carries out runs, each by one process at a time. What it writes is enough
 * for any other process to go on after this one was killed at any point.
 */
export class RunEngine {
  readonly #options: RunEngineOptions;
  readonly #leaseMs: number;
  readonly #bounds: RunBounds;
  readonly #executions = new Map<string, RunExecution | undefined>();
  readonly #ends = new Set<Promise<unknown>>();
  #isStopped = false;

  static create(options: RunEngineOptions): RunEngine {
    return new RunEngine(options);
  }

  private constructor(options: RunEngineOptions) {
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#bounds = { ...BOUNDS, ...options.bounds };
  }

  /** Ids of the runs that this process works on. */
  listExecuting(): string[] {
    return [...this.#executions.keys()];
  }

  /**
   * Carries out a run until it ends. Rejects when progress cannot be written;
   * the run is as it was written last.
   */
  execute(run: string): Promise<ExecutionOutcome> {
    if (this.#isStopped || this.#executions.has(run)) {
      return Promise.resolve('busy');
    }
    this.#executions.set(run, undefined);
    const end = this.#executeLeased(run).finally(() => {
      this.#executions.delete(run);
      this.#ends.delete(end);
    });
    this.#ends.add(end);
    return end;
  }

  /** Somebody has canceled the run: no need to wait until that is read. */
  cancel(run: string): void {
    this.#executions.get(run)?.cancel();
  }

  /** Abandons all runs; another process goes on with them at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const execution of this.#executions.values()) {
      execution?.stop(new AbandonedError('The process stops'));
    }
    await Promise.allSettled(this.#ends);
  }

  async #executeLeased(run: string): Promise<ExecutionOutcome> {
    const { leases, holder, store, clock } = this.#options;
    const lease = { cluster: leaseOfRun(run), holder };
    if (!(await leases.take({ ...lease, milliseconds: this.#leaseMs }))) {
      return 'busy';
    }
    try {
      const at = new Date(clock.now()).toISOString();
      const claimed = await store.claim({ run, holder, at });
      return claimed ? await this.#carryOut(claimed) : 'busy';
    } finally {
      await this.#release(lease);
    }
  }

  async #carryOut(
    claimed: NonNullable<
      Awaited<ReturnType<RunEngineOptions['store']['claim']>>
    >,
  ): Promise<ExecutionOutcome> {
    const { logger } = this.#options;
    const { hold } = claimed;
    const execution = new RunExecution({
      ...this.#options,
      ...claimed,
      bounds: this.#bounds,
    });
    this.#executions.set(hold.run, execution);
    if (this.#isStopped) {
      return 'abandoned';
    }
    const ended = new AbortController();
    const renewals = this.#renew(hold, { execution, ended: ended.signal });
    try {
      await execution.carryOut();
      return 'ended';
    } catch (error) {
      const { name, message } = toError(error);
      logger.warn('A run was stopped before its end', { ...hold, message });
      if (name === 'HoldLostError') {
        return 'lost';
      }
      if (name === 'AbandonedError') {
        return 'abandoned';
      }
      throw error;
    } finally {
      ended.abort();
      await renewals;
    }
  }

  /** Extends the lease until the run ends; without one it must stop. */
  async #renew(
    hold: RunHold,
    options: { execution: RunExecution; ended: AbortSignal },
  ): Promise<void> {
    const { leases, clock, store } = this.#options;
    const { execution, ended } = options;
    const { run, holder } = hold;
    const lease = { cluster: leaseOfRun(run), holder };
    const milliseconds = this.#leaseMs;
    let renewedAt = clock.now();
    while (!ended.aborted) {
      await clock.wait(milliseconds / 3, ended).catch(() => undefined);
      if (ended.aborted) {
        return;
      }
      try {
        if (!(await leases.take({ ...lease, milliseconds }))) {
          execution.stop(new HoldLostError(hold));
          return;
        }
        renewedAt = clock.now();
        if ((await store.getState(run)) === 'canceling') {
          execution.cancel();
        }
      } catch {
        // The database may be back before the lease expires.
        if (clock.now() - renewedAt > milliseconds / 2) {
          execution.stop(new HoldLostError(hold));
          return;
        }
      }
    }
  }

  async #release(lease: { cluster: string; holder: string }): Promise<void> {
    const { leases, logger } = this.#options;
    try {
      await leases.release(lease);
    } catch (error) {
      logger.warn('A lease was not given back; it expires', {
        lease: lease.cluster,
        error: toError(error).message,
      });
    }
  }
}
