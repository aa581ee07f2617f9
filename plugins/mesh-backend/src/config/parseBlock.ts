import type { z } from 'zod';

/**
 * The value when it is what the schema says; else an error that names the
 * keys under `at`.
 */
export function parseBlock<T>(
  schema: z.ZodType<T>,
  { at, value }: { at: string; value: unknown },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    const key = path
      .map(part =>
        typeof part === 'number' ? `[${part}]` : `.${String(part)}`,
      )
      .join('');
    return `'${`${at}${key}`.replace(/^\./, '')}': ${message}`;
  });
  throw new Error(problems.join('; '));
}
