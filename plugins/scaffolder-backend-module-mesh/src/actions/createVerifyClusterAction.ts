import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { refOfCluster } from './clusterInput';
import { examples } from './createVerifyClusterAction.examples';
import { type RunActionOptions, runCluster } from './runCluster';

/**
 * Creates the `mesh:cluster:verify` action, which proves with probes that a
 * cluster's mesh does what it promises.
 */
export function createVerifyClusterAction(options: RunActionOptions) {
  return createTemplateAction({
    id: 'mesh:cluster:verify',
    description:
      'Verifies with probes that the mesh of a cluster does what it promises',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string({ description: 'Name of the cluster' }),
      },
      output: {
        runId: z => z.string({ description: 'The run' }),
        runLink: z => z.string({ description: 'Where to look at it' }),
        entityRef: z => z.string({ description: 'The cluster' }),
      },
    },
    async handler(ctx) {
      const { cluster } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would verify '${cluster}' with probes`);
        ctx.output('entityRef', refOfCluster(cluster));
        return;
      }
      await runCluster(ctx, {
        ...options,
        cluster,
        request: { kind: 'verify', cluster },
      });
    },
  });
}
