import { setImmediate as nextTurn } from 'node:timers/promises';
import { sleep } from './sleep';

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
    await sleep(milliseconds, isOver);
    // After a long computation, timers run before answers that have come.
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
