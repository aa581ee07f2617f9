import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { isTransient } from './isTransient';

/** How often to ask, and how long to go on without an answer. */
export type Patience = { pollMs: number; outageMs: number };

/** A restart takes minutes at most, and a run goes on without its log. */
export const PATIENCE: Patience = { pollMs: 1_000, outageMs: 15 * 60_000 };

/** Asks again while the backend is away; throws what else goes wrong. */
export async function withPatience<T>(
  ask: () => Promise<T>,
  options: { patience: Patience; logger: LoggerService; signal?: AbortSignal },
): Promise<T> {
  const { patience, logger, signal } = options;
  const until = Date.now() + patience.outageMs;
  let isSilent = false;
  for (;;) {
    try {
      const answer = await ask();
      if (isSilent) {
        logger.info('The mesh backend answers again');
      }
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTransient(error) || Date.now() >= until) {
        throw error;
      }
    }
    if (!isSilent) {
      isSilent = true;
      logger.warn('The mesh backend does not answer; asking again');
    }
    await sleep(patience.pollMs, undefined, { signal });
  }
}
