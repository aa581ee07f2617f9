import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { StepContext, StepProgress } from '@meshwright/plugin-mesh-node';
import type { WireOperation } from '../client/longRunning';
import type { ResourceManager } from '../client/ResourceManager';
import { readRetryAfter, type WireAnswer } from '../client/WireAnswer';
import { type StoredPoller, writePoller } from './StoredPoller';

const SHORTEST_MS = 1_000;
const LONGEST_MS = 15_000;
const LONGEST_ASKED_MS = 5 * 60_000;

/** One step, for whom, and with what it is carried out. */
export type StepWork = {
  step: ProvisionStep;
  context: StepContext;
  manager: ResourceManager;
  now: () => number;
};

/** Progress of a step that runs. */
export function keepRunning(
  work: Pick<StepWork, 'step' | 'now'>,
  options: {
    poller: StoredPoller;
    answer?: WireAnswer;
    message?: string;
  },
): StepProgress {
  const { poller, answer, message } = options;
  return {
    state: 'running',
    poller: writePoller(poller),
    afterMs: getInterval(work, answer),
    message,
  };
}

/** A poller of a write that was sent just now. */
export function followOperation(
  { now }: Pick<StepWork, 'now'>,
  { state }: WireOperation,
): StoredPoller {
  return {
    kind: 'operation',
    state,
    startedAt: now(),
    changed: true,
    verify: false,
    failures: 0,
  };
}

/** A poller of a resource on which somebody works. */
export function watchResource(
  { now }: Pick<StepWork, 'now'>,
  { changed }: { changed: boolean },
): StoredPoller {
  return {
    kind: 'resource',
    startedAt: now(),
    changed,
    verify: true,
    failures: 0,
  };
}

/** What the server asks for, else two hundredths of what it should take. */
function getInterval(
  { step, now }: Pick<StepWork, 'step' | 'now'>,
  answer?: WireAnswer,
): number {
  const asked = answer && readRetryAfter(answer, now());
  if (asked !== undefined) {
    return Math.min(asked, LONGEST_ASKED_MS);
  }
  const share = step.expectedSeconds * 20;
  return Math.min(Math.max(share, SHORTEST_MS), LONGEST_MS);
}
