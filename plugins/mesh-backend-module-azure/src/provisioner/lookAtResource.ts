import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { readError } from '../client/readError';
import { type Trouble, TroubleError } from '../client/TroubleError';
import {
  isObject,
  readProvisioningState,
  readText,
  type WireResource,
} from '../client/WireAnswer';
import { differs } from './differs';
import { retryStep } from './failStep';
import { isBroken, isBusy } from './provisioningStates';
import type { StoredPoller } from './StoredPoller';
import { keepRunning, type StepWork } from './StepWork';

/** How often something may be looked for before the step starts again. */
const MOST_LOOKS = 5;

/**
 * What became of a resource after a write: the operation may have succeeded
 * and the resource have failed.
 */
export async function lookAtResource(
  work: StepWork,
  poller: StoredPoller,
): Promise<StepProgress> {
  const { step, context, manager } = work;
  const live = await manager.get(step.resource, { signal: context.signal });
  return step.operation === 'delete'
    ? seeGone(work, { poller, live })
    : seeWritten(work, { poller, live });
}

type Seen = { poller: StoredPoller; live: WireResource | undefined };

function seeGone(work: StepWork, { poller, live }: Seen): StepProgress {
  if (!live) {
    return { state: 'succeeded', changed: poller.changed };
  }
  if (isBusy(readProvisioningState(live.body))) {
    return keepRunning(work, {
      poller: { ...poller, failures: 0 },
      answer: live.answer,
      message: 'Deleting',
    });
  }
  return lookAgain(work, {
    poller,
    live,
    message: 'It is still there after it was deleted.',
  });
}

async function seeWritten(
  work: StepWork,
  { poller, live }: Seen,
): Promise<StepProgress> {
  if (!live) {
    const message = 'It is not there after it was written.';
    return lookAgain(work, { poller, live, message });
  }
  const state = readProvisioningState(live.body);
  if (isBusy(state)) {
    return keepRunning(work, {
      // The operation has ended, so this is somebody else's work.
      poller: { ...poller, verify: true, failures: 0 },
      answer: live.answer,
      message: readText(live.body, ['properties', 'provisioningState']),
    });
  }
  if (isBroken(state)) {
    throw new TroubleError(describeFailure(live));
  }
  if (poller.verify && (await differs(work, live))) {
    return retryStep(work.step, {
      attempt: work.context.attempt,
      afterMs: 0,
      message: 'It was changed by another operation meanwhile.',
    });
  }
  return { state: 'succeeded', changed: poller.changed };
}

/** What was written shows a moment later in places. */
function lookAgain(
  work: StepWork,
  options: Seen & { message: string },
): StepProgress {
  const { poller, live, message } = options;
  const failures = poller.failures + 1;
  return failures < MOST_LOOKS
    ? keepRunning(work, {
        poller: { ...poller, failures },
        answer: live?.answer,
      })
    : retryStep(work.step, { attempt: work.context.attempt, message });
}

/** AKS keeps the reason at the resource. */
function describeFailure({ answer, body }: WireResource): Trouble {
  const properties = isObject(body.properties) ? body.properties : {};
  const { status, provisioningError } = properties;
  const reason = isObject(status) ? status.provisioningError : undefined;
  const error = [reason, provisioningError].find(
    candidate => readError(candidate).code !== undefined,
  );
  const state = readText(body, ['properties', 'provisioningState']);
  const isCanceled = state?.toLowerCase().startsWith('cancel');
  const fallback = {
    code: isCanceled ? 'ResourceCanceled' : 'ResourceFailed',
    message: `The resource is in the state ${state}.`,
  };
  return {
    kind: 'failed',
    status: isCanceled ? 'canceled' : 'failed',
    answer: { ...answer, body: { error: error ?? fallback } },
  };
}
