import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import { readAnswers } from './clusterInput';
import { examples } from './createExportClusterAction.examples';
import { writeFiles } from './writeFiles';

/**
 * Creates the `mesh:cluster:export` action, which writes the files that
 * describe a cluster into the workspace.
 */
export function createExportClusterAction(options: {
  runs: Pick<ClusterRunsClient, 'exportCluster'>;
}) {
  const { runs } = options;
  return createTemplateAction({
    id: 'mesh:cluster:export',
    description:
      'Writes a cluster and everything around it as Bicep into the workspace',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        parameters: z =>
          z
            .record(z.unknown(), { description: 'The parameters of the form' })
            .optional(),
        answers: z =>
          z
            .record(z.unknown(), {
              description:
                "Instead of 'parameters': answers shaped like a specification, or the name alone for a cluster that is there",
            })
            .optional(),
        targetPath: z =>
          z
            .string({
              description: 'Folder in the workspace; its root when not given',
            })
            .optional(),
      },
      output: {
        files: z =>
          z.array(z.string(), { description: 'Paths in the workspace' }),
      },
    },
    async handler(ctx) {
      const { files } = await runs.exportCluster(
        { format: 'bicep', spec: readAnswers(ctx.input) },
        {
          credentials: await ctx.getInitiatorCredentials(),
          signal: ctx.signal,
        },
      );
      const paths = await writeFiles(files, {
        workspacePath: ctx.workspacePath,
        folder: ctx.input.targetPath ?? '.',
      });
      ctx.logger.info(`Wrote ${paths.join(', ')}`);
      ctx.output('files', paths);
    },
  });
}
