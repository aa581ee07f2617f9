import type { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError, stringifyError } from '@backstage/errors';
import type { MeshRun, StartRunRequest } from '@meshwright/plugin-mesh-common';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import type { RequestOptions } from '../client/MeshBackendClient';
import { describeExisting, describeFailure } from './describeRun';
import { followRun } from './followRun';
import { isTransient } from './isTransient';
import { PATIENCE, type Patience, withPatience } from './withPatience';

/** A backend that is there answers within that. */
const START_MS = 60_000;
/** How long to wait for a run to stop, when the task was cancelled. */
const STOP_MS = 2 * 60_000;

/** What it takes to start a run and stay with it. */
export type Running = RequestOptions & {
  client: Pick<
    ClusterRunsClient,
    'startRun' | 'getRun' | 'listEvents' | 'cancelRun' | 'resumeRun'
  >;
  logger: LoggerService;
  patience?: Patience;
  /** Called as soon as there is one. */
  onStart(run: MeshRun): void;
};

type Patient = Running & { patience: Patience };

/**
 * Starts a run, or finds the one that was started with the same key, and
 * follows it to its end. Throws when it fails; cancels it when the task is
 * cancelled, and says what it has left behind.
 */
export async function runToEnd(
  request: StartRunRequest,
  options: Running,
): Promise<void> {
  requireSuccess(await startAndFollow(request, options));
}

async function startAndFollow(
  request: StartRunRequest,
  options: Running,
): Promise<MeshRun> {
  const running = { ...options, patience: options.patience ?? PATIENCE };
  const { signal } = running;
  signal?.throwIfAborted();
  let id: string | undefined;
  let isGoing = false;
  const onStart = (run: MeshRun) => {
    id = run.id;
    running.onStart(run);
  };
  try {
    const started = await startRun(request, { ...running, onStart });
    isGoing = true;
    const { run } = await followRun(started.id, running);
    return run;
  } catch (error) {
    if (signal?.aborted) {
      const stopping = { ...running, signal: undefined };
      throw new Error(await stopRun(id, stopping));
    }
    throw isGoing || isTransient(error) ? describeLost(error, id) : error;
  }
}

/** A task that is tried again lets its run go on. */
async function startRun(
  request: StartRunRequest,
  running: Patient,
): Promise<MeshRun> {
  const { client, logger, patience } = running;
  const briefly = {
    ...running,
    patience: {
      ...patience,
      outageMs: Math.min(patience.outageMs, START_MS),
    },
  };
  // Not to be given up in the middle: nobody would know whether it arrived.
  const run = await withPatience(
    () => client.startRun(request, { ...running, signal: undefined }),
    briefly,
  );
  running.onStart(run);
  running.signal?.throwIfAborted();
  if (run.state !== 'failed' && run.state !== 'canceled') {
    return run;
  }
  logger.info(
    `Going on with the run '${run.id}', which had ended before: ${run.state}`,
  );
  return withPatience(() => client.resumeRun(run.id, running), briefly);
}

function requireSuccess(run: MeshRun): void {
  if (run.state === 'failed') {
    throw new Error(describeFailure(run));
  }
  if (run.state === 'canceled') {
    throw new Error(
      `The run '${run.id}' was cancelled. ${describeExisting(run)}`,
    );
  }
}

function describeLost(error: unknown, id: string | undefined): Error {
  return new ForwardedError(
    id
      ? `The run '${id}' may go on, but this task can no longer follow it; look at its page, or try the task again`
      : 'No run was started, because the mesh backend does not answer; try the task again',
    error,
  );
}

async function stopRun(
  id: string | undefined,
  stopping: Patient,
): Promise<string> {
  const { logger, patience } = stopping;
  if (!id) {
    return 'The task was cancelled while the mesh backend did not answer; if a run was started, the page Mesh shows it';
  }
  logger.warn('The task was cancelled; stopping the run');
  const briefly = {
    ...stopping,
    patience: { ...patience, outageMs: Math.min(patience.outageMs, STOP_MS) },
  };
  try {
    await withPatience(() => cancelRun(id, stopping), briefly);
    const until = Date.now() + briefly.patience.outageMs;
    const { run } = await followRun(id, { ...briefly, until });
    return `The task was cancelled; state of the run '${id}': ${
      run.state
    }. ${describeExisting(run)}`;
  } catch (error) {
    return `The task was cancelled, but the run '${id}' could not be (${stringifyError(
      error,
    )}); cancel it on the page Mesh`;
  }
}

/** One that has ended meanwhile needs no cancelling. */
async function cancelRun(id: string, { client, ...call }: Patient) {
  try {
    await client.cancelRun(id, call);
  } catch (error) {
    if ((error as { statusCode?: unknown }).statusCode !== 409) {
      throw error;
    }
  }
}
