import { isError } from '@backstage/errors';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type {
  StepContext,
  StepDriver,
  StepProgress,
} from '@meshwright/plugin-mesh-node';
import type { ResourceManager } from '../client/ResourceManager';
import { readTrouble } from '../client/TroubleError';
import { abortStep } from './abortStep';
import { pollCheck, startCheck } from './checkBackends';
import { classifyAnswer } from './classifyAnswer';
import { failStep, retryStep } from './failStep';
import { pollStep } from './pollStep';
import { registerProvider } from './registerProvider';
import { UnresolvedReferenceError } from './resolveReferences';
import { startDelete } from './startDelete';
import { startWrite } from './startWrite';
import { readPoller, type StoredPoller } from './StoredPoller';
import type { StepWork } from './StepWork';

/**
 * Carries out the steps of a plan that Resource Manager does.
 */
export class ArmStepDriver implements StepDriver {
  readonly #connect: (subscriptionId: string) => ResourceManager;
  readonly #now: () => number;

  private constructor(options: {
    connect: (subscriptionId: string) => ResourceManager;
    now: () => number;
  }) {
    this.#connect = options.connect;
    this.#now = options.now;
  }

  static create(options: {
    /** A client that tries nothing again by itself. */
    connect: (subscriptionId: string) => ResourceManager;
    now?: () => number;
  }): ArmStepDriver {
    const { connect, now = Date.now } = options;
    return new ArmStepDriver({ connect, now });
  }

  async start(
    step: ProvisionStep,
    context: StepContext,
  ): Promise<StepProgress> {
    return this.#attempt({ step, context }, work => start(work));
  }

  async poll(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<StepProgress> {
    const poller = readPoller(context.poller);
    return this.#attempt({ step, context }, work =>
      // What cannot be read was kept by another version: look again.
      poller ? poll(work, poller) : start(work),
    );
  }

  async cancel(
    step: ProvisionStep,
    context: StepContext & { poller: string },
  ): Promise<void> {
    await this.#attempt({ step, context }, work => abortStep(work));
  }

  /** What Azure answers is progress; only the signal throws. */
  async #attempt(
    { step, context }: Pick<StepWork, 'step' | 'context'>,
    run: (work: StepWork) => Promise<StepProgress>,
  ): Promise<StepProgress> {
    context.signal?.throwIfAborted();
    const now = this.#now;
    try {
      const manager = this.#connect(readSubscription(step.resource.id));
      return await run({ step, context, manager, now });
    } catch (error) {
      context.signal?.throwIfAborted();
      return toProgress(error, { step, context });
    }
  }
}

async function poll(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  return work.step.operation === 'check'
    ? pollCheck(work, poller)
    : pollStep(work, poller);
}

async function start(work: StepWork): Promise<StepProgress> {
  const { operation, resource } = work.step;
  switch (operation) {
    case 'create':
    case 'update':
      return resource.type.toLowerCase() === 'microsoft.resources/providers'
        ? registerProvider(work)
        : startWrite(work);
    case 'delete':
      return startDelete(work);
    case 'check':
      return startCheck(work);
    default:
      return { state: 'succeeded', changed: false };
  }
}

function toProgress(
  error: unknown,
  { step, context }: Pick<StepWork, 'step' | 'context'>,
): StepProgress {
  const trouble = readTrouble(error);
  const { attempt } = context;
  if (trouble) {
    return classifyAnswer(trouble, { step, attempt });
  }
  if (error instanceof UnresolvedReferenceError) {
    return retryStep(step, { attempt, message: `${error.message}.` });
  }
  if (isError(error) && error.name === 'InputError') {
    return failStep(step, error.message);
  }
  throw error;
}

function readSubscription(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '';
}
