import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { StartRunRequest } from '@meshwright/plugin-mesh-common';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import { type Running, runToEnd } from '../runs/runToEnd';
import type { Patience } from '../runs/withPatience';
import { linkToRun, refOfCluster } from './clusterInput';

/** What actions that start a run are made with. */
export type RunActionOptions = {
  runs: Running['client'] & Pick<ClusterRunsClient, 'previewCluster'>;
  /** Of tests. */
  patience?: Patience;
};

type Context = Pick<
  ActionContext<{}, RunOutput>,
  'getInitiatorCredentials' | 'logger' | 'output' | 'signal' | 'step' | 'task'
>;

/** What each of them puts out. */
export type RunOutput = {
  runId: string;
  runLink: string;
  entityRef: string;
};

type DistributiveOmit<T, K extends string> = T extends unknown
  ? Omit<T, K>
  : never;

/** Runs what is asked for, once for a task and a step, and stays with it. */
export async function runCluster(
  ctx: Context,
  options: RunActionOptions & {
    cluster: string;
    request: DistributiveOmit<StartRunRequest, 'key'>;
  },
): Promise<void> {
  const { runs, patience, cluster, request } = options;
  const key = ['task', ctx.task.id, ctx.step?.id ?? request.kind, cluster];
  ctx.output('entityRef', refOfCluster(cluster));
  await runToEnd(
    { ...request, key: key.join('/') },
    {
      ...{ client: runs, logger: ctx.logger as LoggerService, patience },
      credentials: await ctx.getInitiatorCredentials(),
      signal: ctx.signal,
      onStart: ({ id }) => {
        ctx.logger.info(`Following the run '${id}': ${linkToRun(id)}`);
        ctx.output('runId', id);
        ctx.output('runLink', linkToRun(id));
      },
    },
  );
}
