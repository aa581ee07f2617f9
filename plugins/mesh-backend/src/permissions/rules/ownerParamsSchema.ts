import { z } from 'zod';

export const ownerParamsSchema = z.object({
  claims: z
    .array(z.string())
    .describe('References that somebody owns things through'),
});
