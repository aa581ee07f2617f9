import type { StepError } from '@meshwright/plugin-mesh-common';
import type { StepProgressRecord } from '../database';
import {
  describeDuration,
  describeError,
  describeFailure,
  describeSuccess,
} from './describeRun';
import {
  boundDelay,
  type RunContext,
  type SettledProgress,
} from './RunContext';
import { isEnded, type StepWork } from './StepWork';

type Options<Progress extends SettledProgress = SettledProgress> = {
  progress: Progress;
  context: RunContext;
};

/** Writes what came of a step: its end, or until when it waits. */
export async function settleStep(
  work: StepWork,
  { progress, context }: Options,
): Promise<void> {
  switch (progress.state) {
    case 'succeeded':
      await succeed(work, { progress, context });
      return;
    case 'retry':
      await waitOrFail(work, { progress, context });
      return;
    default:
      await fail(work, { progress, context });
  }
}

async function succeed(
  work: StepWork,
  {
    progress,
    context,
  }: Options<Extract<SettledProgress, { state: 'succeeded' }>>,
) {
  const { changed, message, evidence } = progress;
  const milliseconds = measure(work, context);
  await context.recorder.writeStep(
    work,
    {
      ...ended(work, context),
      state: 'succeeded',
      changed,
      ...(message !== undefined && { message }),
      ...(evidence && { evidence }),
    },
    {
      line: {
        message: describeSuccess(work.step, { changed, milliseconds, message }),
      },
    },
  );
}

async function waitOrFail(
  work: StepWork,
  { progress, context }: Options<Extract<SettledProgress, { state: 'retry' }>>,
) {
  const { bounds, clock, recorder, signals } = context;
  const { attempts, startedAt } = work.progress;
  const { error } = progress;
  if (signals.canceledAt !== undefined || attempts >= bounds.attempts) {
    const message = `${error.message} (given up after ${attempts} attempts)`;
    await fail(work, {
      progress: { state: 'failed', error: { ...error, message } },
      context,
    });
    return;
  }
  const delay = boundDelay(progress.afterMs);
  const message = `${describeError(
    error,
  )}; tried again after ${describeDuration(delay)}`;
  await recorder.writeStep(
    work,
    {
      state: 'waiting',
      attempts,
      startedAt,
      notBefore: clock.now() + delay,
      message,
    },
    {
      line: { level: 'warn', message: `${work.step.title} waits: ${message}` },
    },
  );
}

async function fail(
  work: StepWork,
  { progress, context }: Options<Extract<SettledProgress, { state: 'failed' }>>,
) {
  const { recorder, signals } = context;
  const { step } = work;
  const { error, evidence } = progress;
  const facts: Pick<StepProgressRecord, 'error' | 'evidence'> = {
    error,
    ...(evidence && { evidence }),
  };
  if (signals.canceledAt !== undefined) {
    await recorder.writeStep(
      work,
      {
        ...ended(work, context),
        ...facts,
        state: 'canceled',
        message: error.message,
      },
      { line: { level: 'warn', message: describeStop(work, error) } },
    );
    return;
  }
  await recorder.writeStep(
    work,
    {
      ...ended(work, context),
      ...facts,
      state: 'failed',
      message: error.message,
    },
    {
      line: { level: 'error', message: describeFailure(step, error) },
      others: skipDependants(work, context),
    },
  );
}

/** What cannot be done any more; said at once, so that nothing begins it. */
function skipDependants(failed: StepWork, { works }: RunContext): StepWork[] {
  const lost = new Set([failed.step.id]);
  const skipped: StepWork[] = [];
  // Steps that take no time may stand before what they need: until nothing
  // is added.
  for (let size = -1; size < lost.size; ) {
    size = lost.size;
    for (const work of works) {
      const { id, dependsOn } = work.step;
      if (
        !isEnded(work) &&
        !lost.has(id) &&
        dependsOn.some(on => lost.has(on))
      ) {
        lost.add(id);
        work.progress = {
          state: 'skipped',
          attempts: 0,
          message: `Not begun, because '${failed.step.title}' failed`,
        };
        skipped.push(work);
      }
    }
  }
  return skipped;
}

function ended({ progress }: StepWork, { recorder }: RunContext) {
  const { attempts, startedAt } = progress;
  return { attempts, startedAt, endedAt: recorder.now() };
}

function measure({ progress }: StepWork, { clock }: RunContext): number {
  const { startedAt } = progress;
  return startedAt ? clock.now() - Date.parse(startedAt) : 0;
}

function describeStop({ step }: StepWork, error: StepError): string {
  return `${step.title} was stopped: ${describeError(error)}`;
}
