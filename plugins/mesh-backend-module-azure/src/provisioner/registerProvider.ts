import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { ResourceManager } from '../client/ResourceManager';
import { readText, type ResourceAddress } from '../client/WireAnswer';
import { failStep } from './failStep';
import type { StoredPoller } from './StoredPoller';
import { keepRunning, type StepWork } from './StepWork';

const LONGEST_MS = 30 * 60_000;

/** Whether a resource provider may be used in the subscription. */
export async function isRegistered(
  manager: ResourceManager,
  address: ResourceAddress,
  signal?: AbortSignal,
): Promise<boolean> {
  const provider = await manager.get(address, { signal });
  const state = readText(provider?.body, ['registrationState']);
  return state?.toLowerCase() === 'registered';
}

/** Registers a resource provider, unless it is registered. */
export async function registerProvider(work: StepWork): Promise<StepProgress> {
  const { step, context, manager, now } = work;
  const { signal } = context;
  if (await isRegistered(manager, step.resource, signal)) {
    return { state: 'succeeded', changed: false };
  }
  const answer = await manager.post(step.resource, {
    action: 'register',
    signal,
  });
  return keepRunning(work, {
    answer,
    message: 'Registering',
    poller: {
      kind: 'registration',
      startedAt: now(),
      changed: true,
      verify: false,
      failures: 0,
    },
  });
}

export async function pollRegistration(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  const { step, context, manager, now } = work;
  if (await isRegistered(manager, step.resource, context.signal)) {
    return { state: 'succeeded', changed: true };
  }
  if (now() - poller.startedAt > LONGEST_MS) {
    return failStep(
      step,
      'The resource provider is still not registered after half an hour. Look at it in the subscription, and resume.',
      { answer: 'subscriptionId' },
    );
  }
  return keepRunning(work, { poller, message: 'Registering' });
}
