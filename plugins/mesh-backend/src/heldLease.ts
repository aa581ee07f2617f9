import { AsyncLocalStorage } from 'node:async_hooks';

/** Throws when a lease is not sure to hold any more. */
export type LeaseCheck = () => void;

const held = new AsyncLocalStorage<LeaseCheck>();

/**
 * Does work that is only allowed under a lease. What it sends asks
 * {@link requireLease} first, however deep that is.
 */
export function withLease<T>(
  check: LeaseCheck,
  work: () => Promise<T>,
): Promise<T> {
  return held.run(check, work);
}

/**
 * Looks at the clock, because a timer may be late: a process that was frozen
 * goes on with the answers that have come meanwhile before any of its timers.
 */
export function requireLease(): void {
  held.getStore()?.();
}
