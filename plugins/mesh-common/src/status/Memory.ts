/** What something came to, and everything that it came from. */
type Known<T> = { from: readonly unknown[]; value: T };

/**
 * Keeps what was derived from the same values before. Only values that are
 * the very same count as the same, so that it errs on the side of work. What
 * comes to the same as before stays the same value, so that nothing that is
 * derived from it is derived anew.
 */
export class Memory<T> {
  readonly #comesToTheSame: (before: T, now: T) => boolean;
  #before: ReadonlyMap<string, Known<T>> = new Map();
  #now = new Map<string, Known<T>>();

  /** By default nothing that was derived anew is compared. */
  constructor(comesToTheSame: (before: T, now: T) => boolean = () => false) {
    this.#comesToTheSame = comesToTheSame;
  }

  /** Derives a value unless it was derived from the same in the turn before. */
  keep(key: string, from: readonly unknown[], derive: () => T): T {
    const known = this.#before.get(key);
    const value =
      known && isSame(known.from, from)
        ? known.value
        : this.#derive(known, derive);
    this.#now.set(key, { from, value });
    return value;
  }

  #derive(known: Known<T> | undefined, derive: () => T): T {
    const value = derive();
    return known && this.#comesToTheSame(known.value, value)
      ? known.value
      : value;
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
