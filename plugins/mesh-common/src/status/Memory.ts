/** What something came to, and everything that it came from. */
type Known<T> = { from: readonly unknown[]; value: T };

/**
 * Keeps what was derived from the same values before. Only values that are
 * the very same count as the same, so that it errs on the side of work.
 */
export class Memory<T> {
  #before: ReadonlyMap<string, Known<T>> = new Map();
  #now = new Map<string, Known<T>>();

  /** Derives a value unless it was derived from the same in the turn before. */
  keep(key: string, from: readonly unknown[], derive: () => T): T {
    const known = this.#before.get(key);
    const next =
      known && isSame(known.from, from) ? known : { from, value: derive() };
    this.#now.set(key, next);
    return next.value;
  }

  /** What was not asked for since the turn before is forgotten. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
