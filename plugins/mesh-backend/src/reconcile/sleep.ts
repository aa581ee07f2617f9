import { setTimeout as wait } from 'node:timers/promises';

/** Waits; rejects as soon as the signal is aborted. */
export async function sleep(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (milliseconds > 0) {
    await wait(milliseconds, undefined, { signal });
  }
}
