import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import { refOfCluster } from './clusterInput';
import { examples } from './createTakeOverClusterAction.examples';
import { describeTakeOver } from './describeCustody';

/**
 * Creates the `mesh:cluster:take-over` action, which has a cluster managed by
 * this installation in the place of the one that was seen managing it.
 */
export function createTakeOverClusterAction(options: {
  runs: Pick<ClusterRunsClient, 'previewTakeOver' | 'takeOver'>;
}) {
  const { runs } = options;
  return createTemplateAction({
    id: 'mesh:cluster:take-over',
    description:
      'Manages a cluster in the place of another installation. What is declared here becomes ours as it is; the rest stays, and is listed.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string({ description: 'Name of the cluster' }),
        from: z =>
          z.string({ description: 'The installation that manages it now' }),
        reason: z => z.string({ description: 'Why; it is kept' }),
      },
      output: {
        summary: z => z.string({ description: 'What it means, as Markdown' }),
        entityRef: z => z.string({ description: 'The cluster' }),
      },
    },
    async handler(ctx) {
      const { cluster, from, reason } = ctx.input;
      const call = {
        credentials: await ctx.getInitiatorCredentials(),
        signal: ctx.signal,
      };
      ctx.signal?.throwIfAborted();
      const preview = await runs.previewTakeOver(cluster, call);
      if (preview.from !== from) {
        throw new ConflictError(
          `Cluster '${cluster}' is managed by '${preview.from}' and not by '${from}'; look at the cluster again before taking it over`,
        );
      }
      const summary = describeTakeOver(preview);
      ctx.logger.info(summary);
      ctx.output('summary', summary);
      ctx.output('entityRef', refOfCluster(cluster));
      if (ctx.isDryRun) {
        return;
      }
      await runs.takeOver({ cluster, from, reason }, call);
      ctx.logger.info(
        `'${cluster}' is managed here now; the next pass makes ours what is declared here`,
      );
    },
  });
}
