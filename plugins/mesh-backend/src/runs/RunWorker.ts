import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { RunStore } from '../database';
import type { RunEngine } from './RunEngine';
import type { Clock } from './types';

const EVERY_MS = 5_000;

/**
 * Finds runs that nobody carries out, on every replica: those that were just
 * asked for, and those whose replica is gone.
 */
export class RunWorker {
  readonly #engine: RunEngine;
  readonly #store: Pick<RunStore, 'listActive'>;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #everyMs: number;
  readonly #onTurn: () => Promise<void>;
  readonly #ended = new AbortController();
  #pause = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: {
    engine: RunEngine;
    store: Pick<RunStore, 'listActive'>;
    clock: Clock;
    logger: LoggerService;
    everyMs?: number;
    /** Takes over what other replicas' runs have made. */
    onTurn?: () => Promise<void>;
  }) {
    this.#engine = options.engine;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#everyMs = options.everyMs ?? EVERY_MS;
    this.#onTurn = options.onTurn ?? (async () => undefined);
  }

  start(): void {
    this.#loop ??= this.#work();
  }

  /** There is something to do now. */
  wake(): void {
    this.#pause.abort();
  }

  /** Gives everything back, for others to go on with. */
  async stop(): Promise<void> {
    this.#ended.abort();
    this.#pause.abort();
    await this.#engine.stop();
    await this.#loop;
  }

  async #work(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      this.#pause = new AbortController();
      const { signal } = this.#pause;
      await this.#pickUp();
      if (!this.#ended.signal.aborted) {
        await this.#clock.wait(this.#everyMs, signal).catch(() => undefined);
      }
    }
  }

  async #pickUp(): Promise<void> {
    try {
      await this.#onTurn();
      const active = await this.#store.listActive();
      const executing = new Set(this.#engine.listExecuting());
      active.filter(id => !executing.has(id)).forEach(id => this.#execute(id));
    } catch (error) {
      this.#logger.warn(
        'Runs cannot be read; tried again soon',
        toError(error),
      );
    }
  }

  #execute(run: string): void {
    this.#engine.execute(run).catch(error =>
      this.#logger.error('A run was interrupted; it goes on soon', {
        run,
        error: toError(error).message,
      }),
    );
  }
}
