import {
  HoldLostError,
  type NewEvent,
  type RunHold,
  type RunRecord,
  type RunStore,
  type StepProgressRecord,
} from '../database';
import type { StepWork } from './StepWork';
import type { Clock } from './types';

type Line = { level?: NewEvent['level']; message: string };

/** Writes the progress of one run, as long as it is held. */
export class RunRecorder {
  readonly #store: RunStore;
  readonly #hold: RunHold;
  readonly #clock: Clock;
  readonly #stopped: AbortSignal;

  constructor(options: {
    store: RunStore;
    hold: RunHold;
    clock: Clock;
    /** Aborted when the run is not followed here any more. */
    stopped: AbortSignal;
  }) {
    this.#store = options.store;
    this.#hold = options.hold;
    this.#clock = options.clock;
    this.#stopped = options.stopped;
  }

  now(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  line(message: string, level: NewEvent['level'] = 'info'): NewEvent {
    return { at: this.now(), level, message };
  }

  /** What came of a last request may be written; not so without the lease. */
  async write(record: RunRecord): Promise<void> {
    if (this.#stopped.reason instanceof HoldLostError) {
      throw this.#stopped.reason;
    }
    await this.#store.record(this.#hold, record);
  }

  /** Only when it is written, it is so. */
  async writeStep(
    work: StepWork,
    progress: StepProgressRecord,
    options: { line?: Line; others?: readonly StepWork[] } = {},
  ): Promise<void> {
    const { line, others = [] } = options;
    const { id } = work.step;
    await this.write({
      steps: [
        { id, ...progress },
        ...others.map(other => ({ id: other.step.id, ...other.progress })),
      ],
      events: line
        ? [{ ...this.line(line.message, line.level), step: id }]
        : [],
    });
    work.progress = progress;
  }
}
