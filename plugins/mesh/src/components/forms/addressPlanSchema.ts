import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';

/** The value is what its questions are answered with, if it has any. */
export const addressPlanSchema = makeFieldSchema({
  output: z => z.record(z.any()).optional(),
});

export type AddressPlanProps = typeof addressPlanSchema.TProps;
