import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** Value and options of the preview of a cluster. */
export const clusterPreviewSchema = makeFieldSchema({
  output: z => z.string().describe('Digest of the plan that was shown'),
  uiOptions: z =>
    z.object({
      purpose: z
        .enum(['provision', 'retire'])
        .optional()
        .describe('What the run is for'),
    }),
});

export type ClusterPreviewProps = typeof clusterPreviewSchema.TProps;

export type ClusterPreviewOptions = typeof clusterPreviewSchema.uiOptionsType;
