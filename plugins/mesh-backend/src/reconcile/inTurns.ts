import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long others wait, unless a single step takes longer. */
const TURN_MS = 10;

/**
 * What steps come to. They take seconds of a large company: requests are
 * answered and leases renewed in between.
 */
export async function inTurns<R>(steps: Generator<undefined, R>): Promise<R> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      return value;
    }
    if (performance.now() - since > TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
  }
}
