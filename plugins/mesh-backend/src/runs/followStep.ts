import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { describeStart } from './describeRun';
import { callBounded } from './callBounded';
import { hidePoller, hideSecrets, secretsOf } from './hidePoller';
import {
  boundDelay,
  type RunContext,
  type Running,
  type SettledProgress,
} from './RunContext';
import { settleStep } from './settleStep';
import type { StepWork } from './StepWork';

/** After a request that nobody answered. */
const PAUSE_MS = 5_000;

/**
 * Begins a step, or goes on with one that is under way, until it has ended or
 * must wait for another try. Each request to the outside stands in the
 * database before it is sent, and so does what came of it before the next.
 */
export async function followStep(
  work: StepWork,
  context: RunContext,
): Promise<void> {
  const { state, poller } = work.progress;
  const isUnderWay = state === 'running' && poller !== undefined;
  const first = isUnderWay
    ? await poll(work, context)
    : await start(work, context);
  const progress =
    first.state === 'running' ? await follow(work, { first, context }) : first;
  await settleStep(work, { progress, context });
}

/** Asks again and again, until it has ended or that takes too long. */
async function follow(
  work: StepWork,
  { first, context }: { first: Running; context: RunContext },
): Promise<SettledProgress> {
  const { clock, signals, bounds } = context;
  const begun = clock.now();
  let isGivenUp = false;
  let progress: StepProgress = first;
  while (progress.state === 'running') {
    await keepPoller(work, { progress, context });
    const { canceledAt } = signals;
    if (canceledAt !== undefined && !isGivenUp) {
      isGivenUp = true;
      await giveUp(work, context);
    }
    const isTooLong =
      canceledAt === undefined
        ? clock.now() - begun > bounds.followMs
        : clock.now() - canceledAt > bounds.cancelMs;
    if (isTooLong) {
      return describeTooLong(work);
    }
    await signals.wait(boundDelay(progress.afterMs));
    progress = await poll(work, context);
  }
  return progress;
}

async function start(
  work: StepWork,
  context: RunContext,
): Promise<StepProgress> {
  const { recorder, drivers } = context;
  const { step, progress } = work;
  const { startedAt = recorder.now() } = progress;
  const attempts = progress.attempts + 1;
  await recorder.writeStep(
    work,
    { state: 'running', attempts, startedAt },
    { line: { message: describeStart(step, attempts) } },
  );
  return ask(work, context, signal =>
    drivers[step.target].start(step, toContext(work, { context, signal })),
  );
}

async function poll(work: StepWork, context: RunContext) {
  const { step, progress } = work;
  const { poller = '' } = progress;
  return ask(work, context, signal =>
    context.drivers[step.target].poll(step, {
      ...toContext(work, { context, signal }),
      poller,
    }),
  );
}

async function giveUp(work: StepWork, context: RunContext): Promise<void> {
  const { step, progress } = work;
  const { bounds, drivers, recorder, signals } = context;
  const { poller = '' } = progress;
  const { error } = await callBounded(
    signal =>
      drivers[step.target].cancel(step, {
        ...toContext(work, { context, signal }),
        poller,
      }),
    { stopped: signals.stopped, milliseconds: bounds.callMs },
  );
  if (error) {
    signals.stopped.throwIfAborted();
    // It is followed to its end in any case.
    const reason = hideSecrets(error.message, secretsOf(work));
    await recorder.writeStep(work, progress, {
      line: {
        level: 'warn',
        message: `${step.title} cannot be stopped half-way: ${reason}`,
      },
    });
  }
}

/** What a driver says, even when it breaks its promise not to throw. */
async function ask(
  work: StepWork,
  { bounds, signals }: RunContext,
  call: (signal: AbortSignal) => Promise<StepProgress>,
): Promise<StepProgress> {
  const secrets = secretsOf(work);
  const { answer, error, isSilent } = await callBounded(call, {
    stopped: signals.stopped,
    milliseconds: bounds.callMs,
  });
  if (answer) {
    return hidePoller(answer, { step: work.step, secrets });
  }
  signals.stopped.throwIfAborted();
  if (isSilent) {
    return describeSilence(work);
  }
  const message = hideSecrets(error?.message ?? '', secrets);
  return { state: 'failed', error: { resource: work.step.title, message } };
}

function describeSilence({ step, progress }: StepWork): StepProgress {
  const { poller } = progress;
  const message = 'Nothing answers';
  return poller === undefined
    ? {
        state: 'retry',
        afterMs: PAUSE_MS,
        error: { resource: step.title, message },
      }
    : { state: 'running', poller, afterMs: PAUSE_MS, message };
}

async function keepPoller(
  work: StepWork,
  options: { progress: Running; context: RunContext },
): Promise<void> {
  const { progress, context } = options;
  const { poller, message } = progress;
  const { progress: known } = work;
  if (known.poller !== poller || known.message !== message) {
    const { state, attempts, startedAt } = known;
    await context.recorder.writeStep(work, {
      state,
      attempts,
      startedAt,
      poller,
      ...(message !== undefined && { message }),
    });
  }
}

function describeTooLong({ step }: StepWork): SettledProgress {
  return {
    state: 'failed',
    error: {
      resource: step.title,
      message:
        'It is still under way, and was not followed any longer; look at the resource, and resume the run when it is done',
    },
  };
}

function toContext(
  { progress }: StepWork,
  options: { context: RunContext; signal: AbortSignal },
) {
  const { context, signal } = options;
  const { run, instance } = context;
  return {
    instance,
    cluster: run.cluster,
    ...(run.spec && { provider: run.spec.provider }),
    attempt: Math.max(progress.attempts - 1, 0),
    signal,
  };
}
