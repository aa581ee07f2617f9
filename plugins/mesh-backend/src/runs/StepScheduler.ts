import { toError } from '@backstage/errors';
import type { StepProgressRecord } from '../database';
import { followStep } from './followStep';
import type { RunContext } from './RunContext';
import { isEnded, isSatisfied, type StepWork } from './StepWork';

type Options = RunContext & { limits: Readonly<Record<string, number>> };

/**
 * Carries out the steps of a run: whatever is ready at once, as far as limits
 * let it, and nothing that needs what is not there.
 */
export class StepScheduler {
  readonly #options: Options;
  readonly #works: readonly StepWork[];
  readonly #inFlight = new Set<Promise<void>>();
  #wake: () => void = () => undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#works = options.works;
  }

  /** Something is to be looked at. */
  wake(): void {
    this.#wake();
  }

  /** Resolves when nothing is under way here. */
  async idle(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  /** Resolves when nothing can be done any more. */
  async carryOut(): Promise<void> {
    const { clock, signals } = this.#options;
    for (;;) {
      // Before anything is looked at, so that no news is missed.
      const changed = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      signals.stopped.throwIfAborted();
      if (signals.canceledAt !== undefined) {
        await this.#cancelIdle();
      }
      // One look at the clock: what is not due yet is due later.
      const now = clock.now();
      this.#launch(now);
      const next = this.#nextInstant(now);
      if (this.#inFlight.size === 0 && next === undefined) {
        return;
      }
      await this.#sleep(changed, next);
    }
  }

  /** Begins what is ready, the start of the longest chain first. */
  #launch(now: number): void {
    const { limits } = this.#options;
    const byId = new Map(this.#works.map(work => [work.step.id, work]));
    const busy = new Map<string, number>();
    const count = (provider: string) => busy.get(provider) ?? 0;
    for (const { isBusy, step } of this.#works) {
      if (isBusy) {
        busy.set(step.provider, count(step.provider) + 1);
      }
    }
    for (const work of this.#works) {
      const { provider, dependsOn } = work.step;
      const limit = Math.max(limits[provider] ?? limits['*'] ?? Infinity, 1);
      const isReady =
        !work.isBusy &&
        !isEnded(work) &&
        (work.progress.notBefore ?? 0) <= now &&
        dependsOn.every(id => isSatisfied(byId.get(id) ?? work));
      if (isReady && count(provider) < limit) {
        busy.set(provider, count(provider) + 1);
        this.#follow(work);
      }
    }
  }

  #follow(work: StepWork): void {
    work.isBusy = true;
    const piece = followStep(work, this.#options)
      .catch(error => this.#options.signals.stop(toError(error)))
      .finally(() => {
        work.isBusy = false;
        this.#inFlight.delete(piece);
        this.#wake();
      });
    this.#inFlight.add(piece);
  }

  /** The earliest instant at which a step may be tried again. */
  #nextInstant(now: number): number | undefined {
    const instants = this.#works.flatMap(({ progress, isBusy }) =>
      !isBusy && progress.state === 'waiting' && (progress.notBefore ?? 0) > now
        ? [progress.notBefore ?? 0]
        : [],
    );
    return instants.length > 0 ? Math.min(...instants) : undefined;
  }

  async #sleep(changed: Promise<void>, until: number | undefined) {
    if (until === undefined) {
      await changed;
      return;
    }
    const { clock } = this.#options;
    const awake = new AbortController();
    const rest = clock
      .wait(until - clock.now(), awake.signal)
      .catch(() => undefined);
    await Promise.race([changed, rest]);
    awake.abort();
  }

  /** Whatever nobody outside works on ends here. */
  async #cancelIdle(): Promise<void> {
    const idle = this.#works.filter(
      work =>
        !work.isBusy && !isEnded(work) && work.progress.poller === undefined,
    );
    if (idle.length === 0) {
      return;
    }
    for (const work of idle) {
      work.progress = describeIdle(work.progress);
    }
    await this.#options.recorder.write({
      steps: idle.map(({ step, progress }) => ({ id: step.id, ...progress })),
    });
  }
}

/** What becomes of a step that nobody works on, in a canceled run. */
function describeIdle(progress: StepProgressRecord): StepProgressRecord {
  const { state, attempts, startedAt } = progress;
  if (attempts === 0) {
    const message = 'Not begun, because the run was canceled';
    return { state: 'skipped', attempts, message };
  }
  return {
    state: 'canceled',
    attempts,
    startedAt,
    message:
      state === 'running'
        ? 'It is not known whether the last request was carried out'
        : 'Not tried again, because the run was canceled',
  };
}
