import { setTimeout as wait } from 'node:timers/promises';
import { readTrouble } from '../client/TroubleError';

/** How often and how fast a read is tried again. */
export type ReadRetries = {
  /** Retries of one read. */
  most?: number;
  firstMs?: number;
};

/** Reads; again when the answer was one that passes. */
export type ReadAgain = (read: () => Promise<void>) => Promise<void>;

/** The SDK tries these again only when an answer says when. */
const PASSING = [409, 412, 429];

/** Waits grow threefold: 0.3 s, 0.9 s, 2.7 s. */
export function createReadAgain({
  most = 3,
  firstMs = 300,
  signal,
}: ReadRetries & { signal?: AbortSignal }): ReadAgain {
  return async read => {
    for (let retry = 0; ; retry++) {
      try {
        await read();
        return;
      } catch (error) {
        if (retry >= most || !isPassing(error)) {
          throw error;
        }
      }
      await wait(firstMs * 3 ** retry, undefined, { signal });
    }
  };
}

function isPassing(error: unknown): boolean {
  const trouble = readTrouble(error);
  return trouble?.kind === 'refused' && PASSING.includes(trouble.answer.status);
}
