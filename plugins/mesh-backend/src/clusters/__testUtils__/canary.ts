import { inspect } from 'node:util';
import { isError, toError } from '@backstage/errors';

/** Stands for a secret that must never show up anywhere. */
export const CANARY = 'canary-5f1e7a9c2b';

/** All that a log, a page or a row could get out of an error. */
export function tellAll(error: unknown): string {
  return inspect(error, {
    depth: Infinity,
    showHidden: true,
    maxStringLength: Infinity,
    maxArrayLength: Infinity,
  });
}

/** The error of something that must fail, without the secret in it. */
export async function failsWithoutCanary(
  promise: Promise<unknown>,
): Promise<string> {
  const error = await promise.then(
    () => undefined,
    problem => problem,
  );
  expect(isError(error)).toBe(true);
  expect(tellAll(error)).not.toContain(CANARY);
  expect(tellAll(error)).not.toContain(
    Buffer.from(CANARY).toString('base64').slice(0, -4),
  );
  return toError(error).message;
}
