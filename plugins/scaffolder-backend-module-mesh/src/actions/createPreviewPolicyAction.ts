import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { MeshBackendClient } from '../client/MeshBackendClient';
import { examples } from './createPreviewPolicyAction.examples';
import { describePreview } from './describePreview';
import { readEntityFile } from './readEntityFile';

// The scaffolder checks inputs but fills in no defaults.
const DESCRIPTOR = 'catalog-info.yaml';

/**
 * Creates the `mesh:policy:preview` action, which says what access a
 * descriptor would add, take away or ask for, before anything is done.
 */
export function createPreviewPolicyAction(options: {
  mesh: Pick<MeshBackendClient, 'preview'>;
}) {
  const { mesh } = options;
  return createTemplateAction({
    id: 'mesh:policy:preview',
    description:
      'Shows the access and the mesh policy that a descriptor would change. Changes nothing.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        path: z =>
          z
            .string({
              description: `The descriptor, relative to the workspace; '${DESCRIPTOR}' when not given`,
            })
            .optional(),
        location: z =>
          z
            .string({
              description:
                "Where it will come from, as the catalog writes it: 'url:https://…'",
            })
            .optional(),
        allowProblems: z =>
          z
            .boolean({
              description:
                'Go on although something in the descriptor would have no effect',
            })
            .optional(),
      },
      output: {
        summary: z => z.string({ description: 'What it means, as Markdown' }),
        preview: z =>
          z.record(z.unknown(), {
            description: 'The answer of the mesh: access, objects, diagnostics',
          }),
      },
    },
    async handler(ctx) {
      const { path = DESCRIPTOR, allowProblems, location } = ctx.input;
      const entities = await readEntityFile({
        workspacePath: ctx.workspacePath,
        path,
      });
      const preview = await mesh.preview(
        { entities, ...(location && { location }) },
        {
          credentials: await ctx.getInitiatorCredentials(),
          signal: ctx.signal,
        },
      );
      const summary = describePreview(preview);
      ctx.logger.info(summary);
      ctx.output('summary', summary);
      ctx.output('preview', { ...preview });

      const problems = preview.diagnostics.filter(d => d.severity === 'error');
      if (problems.length > 0 && !allowProblems) {
        throw new InputError(
          `'${path}' cannot take effect: ${problems
            .map(({ pointer, message }) => `${pointer}: ${message}`)
            .join('; ')}`,
        );
      }
    },
  });
}
