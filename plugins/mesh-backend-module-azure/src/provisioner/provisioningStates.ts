/** States in which nothing is under way; whatever else there is runs. */
const ENDS = ['succeeded', 'failed', 'canceled', 'cancelled', 'ready'];

/** Whether somebody works on a resource in this (lower-case) state. */
export function isBusy(state: string | undefined): boolean {
  return state !== undefined && !ENDS.includes(state);
}

/** Whether a resource in this state must be written again. */
export function isBroken(state: string | undefined): boolean {
  return state === 'failed' || state === 'canceled' || state === 'cancelled';
}
