import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { WireOperation } from '../client/longRunning';
import { readError } from '../client/readError';
import { TroubleError } from '../client/TroubleError';
import { lookAtResource } from './lookAtResource';
import type { StoredPoller } from './StoredPoller';
import { keepRunning, type StepWork } from './StepWork';

/** What follows a write that was accepted. */
export async function followWrite(
  work: StepWork,
  operation: WireOperation,
  { verify = false }: { verify?: boolean } = {},
): Promise<StepProgress> {
  const { status, answer, state } = operation;
  const poller: StoredPoller = {
    kind: 'operation',
    state,
    startedAt: work.now(),
    changed: true,
    verify,
    failures: 0,
  };
  switch (status) {
    case 'running':
      return keepRunning(work, { poller, answer });
    case 'succeeded':
      // Gone is what is not there any more, whatever the answer was.
      return work.step.operation === 'delete' || verify
        ? lookAtResource(work, { ...poller, kind: 'resource' })
        : { state: 'succeeded', changed: true };
    default:
      if (readError(answer.body).codes.length > 0) {
        throw new TroubleError({ kind: 'failed', status, answer });
      }
      return lookAtResource(work, { ...poller, kind: 'resource' });
  }
}
