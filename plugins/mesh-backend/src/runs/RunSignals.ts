import type { Clock } from './types';

/** Tells everything that is done for a run to end, or to come to an end. */
export class RunSignals {
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #pause = new AbortController();
  #canceledAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Aborted when nothing may go on here. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  /** Since when the run is to be canceled, in milliseconds since 1970. */
  get canceledAt(): number | undefined {
    return this.#canceledAt;
  }

  /** The first reason counts. */
  stop(reason: Error): void {
    if (!this.#stop.signal.aborted) {
      this.#stop.abort(reason);
      this.#pause.abort();
    }
  }

  cancel(): void {
    if (this.#canceledAt === undefined) {
      this.#canceledAt = this.#clock.now();
      const pause = this.#pause;
      this.#pause = new AbortController();
      pause.abort();
    }
  }

  /** Aborted when the run is stopped, or begins to be canceled. */
  get interrupted(): AbortSignal {
    return this.#pause.signal;
  }

  /** Waits, but no longer than until the run is to be canceled. */
  async wait(milliseconds: number): Promise<void> {
    const interrupted = this.#pause.signal;
    this.stopped.throwIfAborted();
    try {
      await this.#clock.wait(milliseconds, interrupted);
    } catch (error) {
      this.stopped.throwIfAborted();
      if (!interrupted.aborted) {
        throw error;
      }
    }
  }
}
