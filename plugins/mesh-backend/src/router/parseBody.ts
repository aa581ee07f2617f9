import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/** The body when it is what the schema says; else an error naming the fields. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues
    .slice(0, 10)
    .map(({ path, message }) => `'${path.join('.') || 'body'}': ${message}`);
  throw new InputError(`The request is not valid: ${problems.join('; ')}`);
}
