import { isError } from '@backstage/errors';

/** What a backend that restarts answers, or what stands in front of it. */
const STATUSES = new Set([408, 429, 502, 503, 504]);

/** What fetch says when there is no answer, or only its beginning. */
const BROKEN = new Set(['fetch failed', 'terminated']);

/** Whether asking again later may help: nobody is there at the moment. */
export function isTransient(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  const { statusCode } = error as { statusCode?: unknown };
  if (typeof statusCode === 'number') {
    return STATUSES.has(statusCode);
  }
  return error.name === 'TimeoutError' || BROKEN.has(error.message);
}
