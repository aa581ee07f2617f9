import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { refOfCluster } from './clusterInput';
import { examples } from './createRetireClusterAction.examples';
import { describeClusterPlan } from './describeClusterPlan';
import { type RunActionOptions, runCluster } from './runCluster';

/**
 * Creates the `mesh:cluster:retire` action, which takes a cluster down: only
 * what the mesh made for it.
 */
export function createRetireClusterAction(options: RunActionOptions) {
  return createTemplateAction({
    id: 'mesh:cluster:retire',
    description:
      'Takes a cluster down that was made here, and what was made for it; nothing else',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string({ description: 'Name of the cluster' }),
        confirm: z =>
          z.string({ description: 'The name again, typed by a person' }),
      },
      output: {
        runId: z => z.string({ description: 'The run' }),
        runLink: z => z.string({ description: 'Where to look at it' }),
        entityRef: z => z.string({ description: 'The cluster' }),
      },
    },
    async handler(ctx) {
      const { cluster, confirm } = ctx.input;
      if (confirm !== cluster) {
        throw new InputError(
          `'confirm' is '${confirm}'; to take the cluster down, type its name: '${cluster}'`,
        );
      }
      if (ctx.isDryRun) {
        const plan = await options.runs.previewCluster(
          { purpose: 'retire', spec: { name: cluster } },
          {
            credentials: await ctx.getInitiatorCredentials(),
            signal: ctx.signal,
          },
        );
        ctx.logger.info(describeClusterPlan(plan));
        ctx.output('entityRef', refOfCluster(cluster));
        return;
      }
      await runCluster(ctx, {
        ...options,
        cluster,
        request: { kind: 'retire', cluster, confirm },
      });
    },
  });
}
