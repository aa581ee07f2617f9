import { toError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunState } from '@meshwright/plugin-mesh-common';
import type {
  ClusterChange,
  RunHold,
  RunStore,
  StoredRun,
  StoredStep,
} from '../database';
import {
  describeCanceled,
  describeFailed,
  describeSucceeded,
} from './describeRun';
import { hideSecrets } from './hidePoller';
import { RunRecorder } from './RunRecorder';
import { RunSignals } from './RunSignals';
import { StepScheduler } from './StepScheduler';
import {
  createStepWorks,
  isSatisfied,
  measureTails,
  needsNothing,
  type StepWork,
} from './StepWork';
import type {
  Clock,
  Preparation,
  RunBounds,
  RunPlanner,
  StepDrivers,
} from './types';

type Options = {
  run: StoredRun;
  hold: RunHold;
  store: RunStore;
  planner: RunPlanner;
  drivers: StepDrivers;
  limits: Readonly<Record<string, number>>;
  bounds: RunBounds;
  instance: string;
  clock: Clock;
  logger: LoggerService;
  onEnded?: (run: StoredRun) => Promise<void>;
};

/** Carries out one run that this process holds. */
export class RunExecution {
  readonly #options: Options;
  readonly #signals: RunSignals;
  readonly #recorder: RunRecorder;
  #steps: StepScheduler | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#signals = new RunSignals(options.clock);
    this.#recorder = new RunRecorder({
      ...options,
      stopped: this.#signals.stopped,
    });
    if (options.run.state === 'canceling') {
      this.#signals.cancel();
    }
  }

  /** Begins nothing more, and brings what is under way to an end. */
  cancel(): void {
    this.#signals.cancel();
    this.#steps?.wake();
  }

  /** Stops at once; the run stays as it is written. */
  stop(reason: Error): void {
    this.#signals.stop(reason);
    this.#steps?.wake();
  }

  /** Resolves when the run has ended; rejects when it was stopped before. */
  async carryOut(): Promise<void> {
    try {
      const steps = await this.#readSteps();
      if (steps) {
        await this.#carryOutSteps(createStepWorks(steps));
      }
    } catch (error) {
      this.#signals.stop(toError(error));
      await this.#steps?.idle();
      throw this.#signals.stopped.reason;
    }
  }

  async #readSteps(): Promise<StoredStep[] | undefined> {
    const { run, store, hold } = this.#options;
    if (!run.isPlanned) {
      return this.#prepare();
    }
    const steps = await store.listWork(hold);
    const isBegun = steps.some(({ attempts }) => attempts > 0);
    if (isBegun) {
      const message = 'Going on where the run was left';
      await this.#recorder.write({ events: [this.#recorder.line(message)] });
    }
    return steps;
  }

  /** Finds out what is to be done. Nothing outside is written yet. */
  async #prepare(): Promise<StoredStep[] | undefined> {
    const { store, hold } = this.#options;
    const preparation = await this.#askPlanner();
    if (this.#signals.canceledAt !== undefined) {
      await this.#end('canceled', 'Canceled before anything was written.');
      return undefined;
    }
    if ('refusal' in preparation) {
      await this.#end('failed', preparation.refusal);
      return undefined;
    }
    const { steps, cluster } = preparation;
    const idle = steps.filter(needsNothing);
    const message = `${steps.length} steps, ${idle.length} of them without anything to do`;
    await this.#recorder.write({
      plan: steps,
      steps: idle.map(({ id, reason }) => ({
        id,
        state: 'skipped',
        attempts: 0,
        changed: false,
        message: reason,
      })),
      events: [this.#recorder.line(message)],
      ...(cluster && { cluster }),
    });
    return store.listWork(hold);
  }

  async #askPlanner(): Promise<Preparation> {
    const { planner, run } = this.#options;
    const { interrupted, stopped } = this.#signals;
    if (this.#signals.canceledAt !== undefined) {
      return { refusal: '' };
    }
    try {
      const prepared = await planner.prepare(run, { signal: interrupted });
      if ('steps' in prepared) {
        measureTails(prepared.steps);
      }
      return prepared;
    } catch (error) {
      stopped.throwIfAborted();
      return { refusal: toError(error).message };
    }
  }

  async #carryOutSteps(works: readonly StepWork[]): Promise<void> {
    this.#steps = new StepScheduler({
      ...this.#options,
      works,
      recorder: this.#recorder,
      signals: this.#signals,
    });
    await this.#steps.carryOut();
    if (works.every(isSatisfied)) {
      await this.#succeed(works);
      return;
    }
    await (this.#signals.canceledAt === undefined
      ? this.#end('failed', describeFailed(works))
      : this.#end('canceled', describeCanceled(works)));
  }

  async #succeed(works: readonly StepWork[]): Promise<void> {
    const { planner, run } = this.#options;
    const { stopped } = this.#signals;
    let change: ClusterChange | undefined;
    try {
      change = await planner.conclude(run, { signal: stopped });
    } catch (error) {
      stopped.throwIfAborted();
      await this.#end(
        'failed',
        `Every step is done, but the cluster cannot be used yet: ${
          toError(error).message
        }. Resume the run to try that again.`,
      );
      return;
    }
    await this.#end('succeeded', describeSucceeded(works), change);
  }

  async #end(
    state: Extract<RunState, 'succeeded' | 'failed' | 'canceled'>,
    said: string,
    cluster?: ClusterChange,
  ): Promise<void> {
    const { logger, run, onEnded } = this.#options;
    const message = hideSecrets(said, []);
    const level = state === 'failed' ? 'error' : 'info';
    const ended = { state, message, endedAt: this.#recorder.now() };
    await this.#recorder.write({
      run: ended,
      events: [this.#recorder.line(message, level)],
      ...(cluster && { cluster }),
    });
    logger.info('A run has ended', { run: run.id, state, message });
    await onEnded?.({ ...run, ...ended }).catch(error =>
      logger.warn('What follows a run was not done', {
        run: run.id,
        error: toError(error).message,
      }),
    );
  }
}
