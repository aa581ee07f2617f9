import { AsyncLocalStorage } from 'node:async_hooks';

/** Rejects when a lease does not hold any more. */
export type LeaseCheck = () => Promise<void>;

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
export async function requireLease(): Promise<void> {
  await held.getStore()?.();
}
