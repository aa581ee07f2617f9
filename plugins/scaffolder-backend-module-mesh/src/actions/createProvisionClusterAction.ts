import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { readAnswers, refOfCluster, refuseErrors } from './clusterInput';
import { examples } from './createProvisionClusterAction.examples';
import { describeClusterPlan } from './describeClusterPlan';
import { type RunActionOptions, runCluster } from './runCluster';

/**
 * Creates the `mesh:cluster:provision` action, which makes, changes or adopts
 * a cluster and follows that to its end.
 */
export function createProvisionClusterAction(options: RunActionOptions) {
  return createTemplateAction({
    id: 'mesh:cluster:provision',
    description:
      'Makes, changes or adopts a cluster with a mesh, and follows it to its end',
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
                "Instead of 'parameters': answers shaped like a specification",
            })
            .optional(),
        digest: z =>
          z
            .string({
              description:
                'Of the plan that was approved: the run writes that, or nothing',
            })
            .optional(),
      },
      output: {
        runId: z => z.string({ description: 'The run' }),
        runLink: z => z.string({ description: 'Where to look at it' }),
        entityRef: z => z.string({ description: 'The cluster' }),
      },
    },
    async handler(ctx) {
      const spec = readAnswers(ctx.input);
      const cluster = String(spec.name ?? '');
      if (ctx.isDryRun) {
        const plan = await options.runs.previewCluster(
          { purpose: 'provision', spec },
          {
            credentials: await ctx.getInitiatorCredentials(),
            signal: ctx.signal,
          },
        );
        ctx.logger.info(describeClusterPlan(plan));
        refuseErrors(plan.problems);
        ctx.output('entityRef', refOfCluster(cluster));
        return;
      }
      const { digest } = ctx.input;
      await runCluster(ctx, {
        ...options,
        cluster,
        request: { kind: 'provision', spec, ...(digest && { digest }) },
      });
    },
  });
}
