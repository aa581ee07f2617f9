import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ClusterRunsClient } from '../client/ClusterRunsClient';
import { readAnswers, refuseErrors } from './clusterInput';
import { examples } from './createPreviewClusterAction.examples';
import { describeClusterPlan } from './describeClusterPlan';

/**
 * Creates the `mesh:cluster:preview` action, which says what a run would make,
 * change and leave alone. Changes nothing.
 */
export function createPreviewClusterAction(options: {
  runs: Pick<ClusterRunsClient, 'previewCluster'>;
}) {
  const { runs } = options;
  return createTemplateAction({
    id: 'mesh:cluster:preview',
    description:
      'Shows what making, changing or retiring a cluster would write. Changes nothing.',
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
        purpose: z =>
          z
            .enum(['provision', 'retire'], {
              description: "What for; 'provision' when not given",
            })
            .optional(),
        allowProblems: z =>
          z
            .boolean({ description: 'Go on although the plan has errors' })
            .optional(),
      },
      output: {
        summary: z => z.string({ description: 'What it means, as Markdown' }),
        digest: z => z.string({ description: 'Of what would be written' }),
        plan: z => z.record(z.unknown(), { description: 'The whole plan' }),
      },
    },
    async handler(ctx) {
      const { purpose = 'provision', allowProblems } = ctx.input;
      const plan = await runs.previewCluster(
        { purpose, spec: readAnswers(ctx.input) },
        {
          credentials: await ctx.getInitiatorCredentials(),
          signal: ctx.signal,
        },
      );
      const summary = describeClusterPlan(plan);
      ctx.logger.info(summary);
      ctx.output('summary', summary);
      ctx.output('digest', plan.digest);
      ctx.output('plan', { ...plan });
      if (!allowProblems) {
        refuseErrors(plan.problems);
      }
    },
  });
}
