import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './types';

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
};
