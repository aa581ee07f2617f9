import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type {
  StepContext,
  StepDriver,
  StepProgress,
} from '@meshwright/plugin-mesh-node';

/** In pollers, and nowhere else. */
export const CANARY = 'sig-canary-5f1e';

type Thing = { readyAt: number; writes: number; isGivenUp: boolean };

/**
 * What is outside: things that take their time to be made, each once, however
 * often it is asked for.
 */
export class FakeInfrastructure implements StepDriver {
  readonly things = new Map<string, Thing>();
  /** What was asked for, in order. */
  readonly calls: string[] = [];
  /** Answers of `start` and `poll` before the usual ones, by id of the step. */
  readonly starts: Record<string, Array<StepProgress | Error>> = {};
  readonly polls: Record<string, Array<StepProgress | Error>> = {};
  /** Before `start` answers; for tests that stop the world there. */
  onStart: (step: ProvisionStep) => Promise<void> | void = () => undefined;
  /** Steps at work now, and the most that ever were, by provider. */
  readonly busy = new Map<string, Set<string>>();
  readonly most = new Map<string, number>();
  pollMs = 1_000;
  /** What becomes of a thing whose making is to be stopped. */
  onCancel: 'is stopped' | 'is ready soon' | 'goes on' = 'is stopped';
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async start(step: ProvisionStep, context: StepContext) {
    this.calls.push(`start ${step.id} ${context.attempt}`);
    this.#begin(step);
    await this.onStart(step);
    context.signal?.throwIfAborted();
    return this.#leave(step, takeNext(this.starts, step) ?? this.#make(step));
  }

  async poll(step: ProvisionStep, context: StepContext & { poller: string }) {
    this.calls.push(`poll ${step.id}`);
    context.signal?.throwIfAborted();
    if (!context.poller.includes(CANARY)) {
      throw new Error('The poller is not the one that was given');
    }
    return this.#leave(step, takeNext(this.polls, step) ?? this.#look(step));
  }

  async cancel(step: ProvisionStep, context: { poller: string }) {
    this.calls.push(`cancel ${step.id}`);
    const thing = this.things.get(step.id);
    if (thing && this.onCancel === 'is ready soon') {
      thing.readyAt = this.#now();
    }
    if (this.onCancel !== 'is stopped') {
      throw new Error(`No way back at https://arm/op?${context.poller}`);
    }
    if (thing) {
      thing.isGivenUp = true;
    }
  }

  /** What is being made is done now. */
  finish(): void {
    for (const thing of this.things.values()) {
      thing.readyAt = 0;
    }
  }

  #make(step: ProvisionStep): StepProgress {
    const thing = this.things.get(step.id);
    if (thing && !thing.isGivenUp) {
      return thing.readyAt <= this.#now()
        ? { state: 'succeeded', changed: false }
        : this.#running(step);
    }
    this.things.set(step.id, {
      readyAt: this.#now() + step.expectedSeconds * 1000,
      writes: (thing?.writes ?? 0) + 1,
      isGivenUp: false,
    });
    return step.expectedSeconds > 0
      ? this.#running(step)
      : { state: 'succeeded', changed: true };
  }

  #look(step: ProvisionStep): StepProgress {
    const thing = this.things.get(step.id);
    if (!thing || thing.isGivenUp) {
      const error = { message: 'Operation was canceled', resource: step.title };
      return { state: 'failed', error: { ...error, code: 'Canceled' } };
    }
    return thing.readyAt <= this.#now()
      ? { state: 'succeeded', changed: true }
      : this.#running(step);
  }

  #running(step: ProvisionStep): StepProgress {
    const poller = JSON.stringify({
      url: `https://arm/${step.id}?s=${CANARY}`,
    });
    return { state: 'running', poller, afterMs: this.pollMs };
  }

  #begin({ provider, id }: ProvisionStep) {
    const busy = this.busy.get(provider) ?? new Set();
    this.busy.set(provider, busy.add(id));
    const most = this.most.get(provider) ?? 0;
    this.most.set(provider, Math.max(most, busy.size));
  }

  #leave({ provider, id }: ProvisionStep, answer: StepProgress | Error) {
    if (answer instanceof Error || answer.state !== 'running') {
      this.busy.get(provider)?.delete(id);
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  }
}

function takeNext(
  script: Record<string, Array<StepProgress | Error>>,
  { id }: ProvisionStep,
) {
  return script[id]?.shift();
}
