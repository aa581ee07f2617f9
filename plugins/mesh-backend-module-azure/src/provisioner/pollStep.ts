import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { readError } from '../client/readError';
import {
  readTrouble,
  type Trouble,
  TroubleError,
} from '../client/TroubleError';
import { classifyAnswer } from './classifyAnswer';
import { failStep } from './failStep';
import { lookAtResource } from './lookAtResource';
import { pollRegistration } from './registerProvider';
import type { StoredPoller } from './StoredPoller';
import { keepRunning, type StepWork } from './StepWork';

/** After so many questions without news a step starts again, and looks. */
const MOST_FAILURES = 8;
const SHORTEST_LIMIT_MS = 60 * 60_000;

/** Asks once how a step goes: the operation, else the resource. */
export async function pollStep(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  if (isOverdue(work, poller)) {
    return failStep(
      work.step,
      'Azure has not finished in many times the usual time. Look at it in the portal; resume to look again.',
    );
  }
  try {
    return await ask(work, poller);
  } catch (error) {
    work.context.signal?.throwIfAborted();
    const trouble = readTrouble(error);
    if (trouble && isNoNews(trouble) && poller.failures < MOST_FAILURES) {
      return askAgain(work, { poller, trouble });
    }
    throw error;
  }
}

async function ask(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  switch (poller.kind) {
    case 'operation':
      return askOperation(work, poller);
    case 'registration':
      return pollRegistration(work, poller);
    default:
      return lookAtResource(work, poller);
  }
}

async function askOperation(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  const { manager, context } = work;
  const { signal } = context;
  const resource: StoredPoller = { ...poller, kind: 'resource', failures: 0 };
  delete resource.state;
  const operation = await manager
    .poll(poller.state ?? '', { signal })
    .catch(error => {
      const trouble = readTrouble(error);
      // Operations are forgotten sooner than resources.
      if (trouble?.kind === 'refused' && isGone(trouble.answer.status)) {
        return undefined;
      }
      throw error;
    });
  if (!operation) {
    return lookAtResource(work, { ...resource, verify: true });
  }
  const { status, answer, state } = operation;
  switch (status) {
    case 'running':
      return keepRunning(work, {
        poller: { ...poller, state, failures: 0 },
        answer,
      });
    case 'succeeded':
      return lookAtResource(work, resource);
    default:
      if (readError(answer.body).codes.length > 0) {
        throw new TroubleError({ kind: 'failed', status, answer });
      }
      // The reason is at the resource then.
      return lookAtResource(work, { ...resource, verify: true });
  }
}

/** Azure goes on, whoever does not hear of it. */
function askAgain(
  work: StepWork,
  { poller, trouble }: { poller: StoredPoller; trouble: Trouble },
): StepProgress {
  const { failures } = poller;
  const { step } = work;
  const again = classifyAnswer(trouble, { step, attempt: failures });
  const next = { ...poller, failures: failures + 1 };
  const running = keepRunning(work, {
    poller: next,
    message: 'No news from Azure; asking again',
  });
  return again.state === 'retry' && running.state === 'running'
    ? { ...running, afterMs: again.afterMs }
    : running;
}

function isNoNews(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case 'silent':
    case 'unauthenticated':
      return true;
    case 'refused': {
      const { status } = trouble.answer;
      return (
        status === 401 || status === 408 || status === 429 || status >= 500
      );
    }
    default:
      return false;
  }
}

function isGone(status: number): boolean {
  return status === 404 || status === 410;
}

function isOverdue(
  { step, now }: StepWork,
  { startedAt }: StoredPoller,
): boolean {
  const limit = Math.max(SHORTEST_LIMIT_MS, step.expectedSeconds * 10_000);
  return now() - startedAt > limit;
}
