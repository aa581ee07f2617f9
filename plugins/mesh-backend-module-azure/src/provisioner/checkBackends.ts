import {
  type Evidence,
  evaluateBackendHealth,
} from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { WireOperation } from '../client/longRunning';
import { readError } from '../client/readError';
import { TroubleError } from '../client/TroubleError';
import { isObject } from '../client/WireAnswer';
import { API_VERSIONS } from '../infrastructure/apiVersions';
import { failStep } from './failStep';
import type { StoredPoller } from './StoredPoller';
import { keepRunning, type StepWork } from './StepWork';

/** An answer takes half a minute; Azure forgets it sooner than this. */
const LONGEST_MS = 15 * 60_000;

/** Asks an application gateway how its backends are. */
export async function startCheck(work: StepWork): Promise<StepProgress> {
  const { step, context, manager } = work;
  if (step.body?.check !== 'backendHealth') {
    return failStep(step, 'Nothing here knows this check.');
  }
  const { signal } = context;
  const address = {
    id: step.resource.id,
    apiVersion: API_VERSIONS['Microsoft.Network/applicationGateways'],
  };
  // An action on what is not there may say many things.
  const gateway = await manager.get(address, { signal });
  if (!gateway) {
    return failStep(
      step,
      `There is no application gateway '${step.resource.name}'. Provision the cluster, and verify it again.`,
      { answer: step.answers[0] },
    );
  }
  const action = 'backendhealth';
  const operation = await manager.act(address, { action, signal });
  return follow(work, { operation, startedAt: work.now() });
}

/** Asks whether the gateway has answered. */
export async function pollCheck(
  work: StepWork,
  { state, startedAt }: StoredPoller,
): Promise<StepProgress> {
  const { step, context, manager, now } = work;
  if (now() - startedAt > LONGEST_MS) {
    return failStep(
      step,
      'The application gateway has not said in a quarter of an hour how its backends are. Look at it in the portal, and verify again.',
    );
  }
  const { signal } = context;
  const operation = await manager.poll(state ?? '', { signal });
  return follow(work, { operation, startedAt });
}

function follow(
  work: StepWork,
  options: { operation: WireOperation; startedAt: number },
): StepProgress {
  const { operation, startedAt } = options;
  const { status, answer, state } = operation;
  switch (status) {
    case 'running': {
      const poller: StoredPoller = {
        kind: 'operation',
        state,
        startedAt,
        changed: false,
        verify: false,
        failures: 0,
      };
      return keepRunning(work, { poller, answer });
    }
    case 'succeeded':
      return conclude(work, isObject(answer.body) ? answer.body : undefined);
    default:
      if (readError(answer.body).codes.length > 0) {
        throw new TroubleError({ kind: 'failed', status, answer });
      }
      return conclude(work, undefined);
  }
}

function conclude(
  { step }: Pick<StepWork, 'step'>,
  answer: Parameters<typeof evaluateBackendHealth>[0],
): StepProgress {
  const evidence = evaluateBackendHealth(answer);
  const wrong = evidence.filter(({ ok }) => !ok);
  const [first] = wrong;
  if (!first && evidence.length > 0) {
    return { state: 'succeeded', changed: false, evidence };
  }
  const { title, answers } = step;
  const message = first ? say(first, wrong.length - 1) : 'Nothing was seen';
  return {
    state: 'failed',
    error: { resource: title, message, answer: answers[0] },
    evidence,
  };
}

function say({ what, expected, seen }: Evidence, more: number): string {
  const rest = more > 0 ? ` (and ${more} more)` : '';
  return `${what}: expected ${expected}; seen: ${seen}${rest}`;
}
