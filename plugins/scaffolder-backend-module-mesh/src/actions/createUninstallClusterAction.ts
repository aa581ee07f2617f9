import { InputError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import { followUninstall } from '../runs/followUninstall';
import { PATIENCE, type Patience, withPatience } from '../runs/withPatience';
import { refOfCluster } from './clusterInput';
import { examples } from './createUninstallClusterAction.examples';
import { describeUninstall } from './describeCustody';

/**
 * Creates the `mesh:cluster:uninstall` action, which takes the product out of
 * a cluster, and leaves the cluster and what runs in it alone.
 */
export function createUninstallClusterAction(options: {
  runs: Pick<
    ClusterRunsClient,
    'previewUninstall' | 'uninstall' | 'getCustody' | 'manage'
  >;
  /** Of tests. */
  patience?: Patience;
}) {
  const { runs, patience = PATIENCE } = options;
  return createTemplateAction({
    id: 'mesh:cluster:uninstall',
    description:
      'Takes the mesh policies out of a cluster (remove), or leaves them in force as nobody’s (release). Cancelling the task has the cluster managed again.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string({ description: 'Name of the cluster' }),
        mode: z =>
          z.enum(['release', 'remove'], {
            description:
              'release: everything stays in force; remove: everybody may call everybody in the end',
          }),
        confirm: z =>
          z.string({ description: 'The name again, typed by a person' }),
        reason: z => z.string({ description: 'Why; it is kept' }),
      },
      output: {
        summary: z => z.string({ description: 'What it means, as Markdown' }),
        state: z => z.string({ description: 'released or removed' }),
        entityRef: z => z.string({ description: 'The cluster' }),
      },
    },
    async handler(ctx) {
      const { cluster, mode, confirm, reason } = ctx.input;
      if (confirm !== cluster) {
        throw new InputError(
          `'confirm' is '${confirm}'; to uninstall the mesh from the cluster, type its name: '${cluster}'`,
        );
      }
      const call = {
        credentials: await ctx.getInitiatorCredentials(),
        signal: ctx.signal,
      };
      ctx.signal?.throwIfAborted();
      ctx.output('entityRef', refOfCluster(cluster));
      const logger = ctx.logger as LoggerService;
      const preview = await withPatience(
        () => runs.previewUninstall({ cluster, mode }, call),
        { ...call, logger, patience },
      );
      const summary = describeUninstall(preview);
      logger.info(summary);
      ctx.output('summary', summary);
      if (ctx.isDryRun) {
        return;
      }
      const state = await followUninstall(
        { cluster, mode, confirm, reason },
        { ...call, client: runs, logger, patience },
      );
      ctx.output('state', state);
    },
  });
}
