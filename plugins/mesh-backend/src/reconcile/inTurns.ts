import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long others wait, unless a single step takes longer. */
const TURN_MS = 10;

/** Whoever took less of a turn had nothing to do. */
const IDLE_MS = 0.3;

/** So long others may take before the work goes on. */
const OTHERS_MS = 30;

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
      await letOthers();
      since = performance.now();
    }
  }
}

/**
 * A request takes several turns: what was asked of the database comes in one,
 * and the answer goes out in the next. While there is something to do, others
 * have more of them.
 */
async function letOthers(): Promise<void> {
  const start = performance.now();
  for (let before = start; ; before = performance.now()) {
    await nextTurn();
    const now = performance.now();
    if (now - before < IDLE_MS || now - start > OTHERS_MS) {
      return;
    }
  }
}
