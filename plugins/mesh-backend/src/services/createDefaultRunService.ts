import { ConflictError, NotFoundError } from '@backstage/errors';
import type { MeshRun, RunState } from '@meshwright/plugin-mesh-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { NewEvent, StoredRun } from '../database';
import { createClusterPlans } from './clusterPlans';
import type { RunServiceContext } from './RunServiceContext';
import type { RunService } from './RunService';
import { createStartRun, describeBusy } from './startRun';
import { toRunHead, toRunStep } from './toMeshRun';

/** Does what it is asked for; whoever asks has been let in before. */
export function createDefaultRunService(
  context: RunServiceContext,
): RunService {
  const { stores, worker } = context;
  const { runs } = stores;
  const startRun = createStartRun(context);

  return {
    ...createClusterPlans(context),

    async startRun(request, options) {
      const { run, isNew } = await startRun(request, options);
      return { run: await readRun(context, run), isNew };
    },

    async listRuns(filter) {
      return { items: (await runs.list(filter)).map(toRunHead) };
    },

    async getRun({ id }) {
      return readRun(context, await findRun(context, id));
    },

    async listEvents({ id, after }) {
      await findRun(context, id);
      return { items: await runs.listEvents(id, after) };
    },

    async cancelRun({ id }, { credentials }) {
      const run = await findRun(context, id);
      const line = await createLine(context, { credentials, what: 'Canceled' });
      if (await runs.cancel(id, line)) {
        worker.cancel(id);
        worker.wake();
      } else if (run.state !== 'canceling' && run.state !== 'canceled') {
        throw new ConflictError(
          `The run '${id}' has ended already: it ${describeEnd(run.state)}`,
        );
      }
      return readRun(context, await findRun(context, id));
    },

    async resumeRun({ id }, { credentials }) {
      const run = await findRun(context, id);
      await refuseOutdated(context, run);
      const line = await createLine(context, { credentials, what: 'Resumed' });
      const result = await runs.resume(id, line);
      if (result.outcome === 'busy') {
        throw new ConflictError(describeBusy(result.by));
      }
      if (result.outcome === 'ended') {
        throw new ConflictError(
          `The run '${id}' ${describeEnd(
            run.state,
          )}; only one that failed or was canceled goes on`,
        );
      }
      worker.wake();
      return readRun(context, await findRun(context, id));
    },
  };
}

async function findRun(
  { stores }: RunServiceContext,
  id: string,
): Promise<StoredRun> {
  const run = await stores.runs.get(id);
  if (!run) {
    throw new NotFoundError(`There is no run '${id}'`);
  }
  return run;
}

async function readRun(
  { stores }: RunServiceContext,
  run: StoredRun,
): Promise<MeshRun> {
  const steps = await stores.runs.listSteps(run.id);
  return { ...toRunHead(run), steps: steps.map(toRunStep) };
}

/** What a later run made of the cluster would be undone by an earlier one. */
async function refuseOutdated({ stores }: RunServiceContext, run: StoredRun) {
  if (run.kind === 'verify') {
    return;
  }
  const all = await stores.runs.list({ cluster: run.cluster });
  const newest = all.find(({ kind }) => kind !== 'verify');
  if (newest && newest.id !== run.id) {
    throw new ConflictError(
      `The run '${run.id}' cannot go on: '${newest.id}' was started after it and may have changed the cluster '${run.cluster}'; start a new run`,
    );
  }
}

async function createLine(
  { userInfo, now }: RunServiceContext,
  options: { credentials: BackstageCredentials; what: string },
): Promise<NewEvent> {
  const { credentials, what } = options;
  const { userEntityRef } = await userInfo.getUserInfo(credentials);
  return {
    at: now().toISOString(),
    level: 'info',
    message: `${what} by ${userEntityRef}`,
  };
}

function describeEnd(state: RunState): string {
  switch (state) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'canceled':
      return 'was canceled';
    default:
      return 'goes on';
  }
}
