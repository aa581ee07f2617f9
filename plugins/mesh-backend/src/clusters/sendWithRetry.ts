import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { isFinal } from './judgeRefusal';
import { KubernetesApiError } from './KubernetesApiError';
import type {
  ApiAnswer,
  ApiRequest,
  KubernetesConnection,
} from './KubernetesConnection';

const ATTEMPTS = 4;
const BASE_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;

/**
 * Sends a request again when the server is busy, broken or silent; gives up
 * after a few attempts with the last error.
 *
 * A request that timed out may have been carried out: the caller's requests
 * must bear being sent twice.
 */
export async function sendWithRetry(
  connection: Pick<KubernetesConnection, 'send'>,
  request: ApiRequest,
): Promise<ApiAnswer & { attempts: number }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ...(await connection.send(request)), attempts: attempt };
    } catch (error) {
      const isLast = attempt >= ATTEMPTS;
      if (isLast || request.signal?.aborted || !isTransient(error)) {
        throw Object.assign(error as Error, { attempts: attempt });
      }
      await sleep(delayOf(attempt, error), undefined, {
        signal: request.signal,
      });
    }
  }
}

/** How often a request was sent before it failed for good. */
export function attemptsOf(error: unknown): number {
  return isError(error) && 'attempts' in error ? Number(error.attempts) : 1;
}

function isTransient(error: unknown): boolean {
  if (error instanceof KubernetesApiError) {
    return (error.code === 429 || error.code >= 500) && !isFinal(error);
  }
  // Network failures of fetch are TypeErrors with the reason as their cause.
  return (
    isError(error) &&
    (error.name === 'TimeoutError' ||
      (error.name === 'TypeError' && error.cause !== undefined))
  );
}

function delayOf(attempt: number, error: unknown): number {
  const asked =
    error instanceof KubernetesApiError ? error.retryAfterSeconds : undefined;
  if (asked !== undefined) {
    const jitter = Math.random() * BASE_DELAY_MS;
    return Math.min(Math.max(asked, 0) * 1000 + jitter, LONGEST_DELAY_MS);
  }
  const ceiling = BASE_DELAY_MS * 2 ** attempt;
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
