import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './parts';

type Waiting = { at: number; order: number; wake: () => void };

/** Turns of the event loop without work before time goes on. */
const QUIET_TURNS = 3;

/** A clock that may be held while something is under way. */
export interface CampaignClock extends Clock {
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** The clock on the wall. */
export const wallClock: CampaignClock = {
  now: () => Date.now(),
  wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  during: work => work(),
};

/**
 * Time that goes on only when nobody has anything else to do: an hour of
 * waiting takes no longer than the work in it.
 */
export class VirtualClock implements CampaignClock {
  #now: number;
  #order = 0;
  #busy = 0;
  #waiting: Waiting[] = [];
  #isTicking = false;

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      this.#order += 1;
      const order = this.#order;
      const stop = () => {
        this.#waiting = this.#waiting.filter(one => one.order !== order);
        reject(signal.reason);
      };
      const wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
      const at = this.#now + Math.max(milliseconds, 0);
      this.#waiting.push({ at, order, wake });
      this.#tick();
    });
  }

  /** Holds the time while something is under way. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  #tick(): void {
    if (this.#isTicking) {
      return;
    }
    this.#isTicking = true;
    let quiet = 0;
    const turn = () => {
      quiet = this.#busy === 0 ? quiet + 1 : 0;
      if (quiet > QUIET_TURNS) {
        quiet = 0;
        this.#wakeNext();
      }
      if (this.#waiting.length > 0) {
        // Real timers of libraries must get their turn, too.
        if (this.#busy > 0) {
          setTimeout(turn, 0);
        } else {
          setImmediate(turn);
        }
      } else {
        this.#isTicking = false;
      }
    };
    setImmediate(turn);
  }

  #wakeNext(): void {
    const next = this.#waiting.reduce<Waiting | undefined>(
      (best, one) =>
        !best ||
        one.at < best.at ||
        (one.at === best.at && one.order < best.order)
          ? one
          : best,
      undefined,
    );
    if (next) {
      this.#waiting = this.#waiting.filter(one => one !== next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
    }
  }
}
