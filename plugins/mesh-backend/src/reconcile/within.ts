import { setImmediate as nextTurn } from 'node:timers/promises';
import { sleep } from './sleep';

/**
 * A wait is made of such. While a long computation goes on nobody can hear an
 * answer, so that it counts as one of them.
 */
const SLICE_MS = 1000;

/**
 * What work comes to. Rejects when that takes longer, or when the signal is
 * aborted first: for work that may never answer.
 */
export async function within<T>(
  work: Promise<T>,
  limit: { milliseconds: number; signal?: AbortSignal },
): Promise<T> {
  const { milliseconds, signal } = limit;
  const settled = new AbortController();
  const isOver = signal
    ? AbortSignal.any([settled.signal, signal])
    : settled.signal;
  const giveUp = async (): Promise<never> => {
    for (let left = milliseconds; left > 0; left -= SLICE_MS) {
      await sleep(Math.min(left, SLICE_MS), isOver);
    }
    // Timers run before answers that have come.
    await nextTurn();
    throw new Error(
      milliseconds > 0
        ? `No answer within ${Math.round(milliseconds)} ms`
        : 'No time is left to wait for an answer',
    );
  };
  try {
    return await Promise.race([work, giveUp()]);
  } finally {
    settled.abort();
  }
}
