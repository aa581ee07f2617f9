/** Tells what is over, and remembers what changes next. */
export class Ends {
  readonly now: number;
  #next = Infinity;

  constructor(instant: string) {
    this.now = Date.parse(instant);
  }

  /** True from the instant on; one that cannot be read is over. */
  isOver(until: string | undefined): boolean {
    if (until === undefined) {
      return false;
    }
    const end = Date.parse(until);
    this.changesAt(end);
    return !(end > this.now);
  }

  /** Notes that something changes at a time, in milliseconds. */
  changesAt(time: number) {
    if (time > this.now && time < this.#next) {
      this.#next = time;
    }
  }

  /** The next instant at which something changes. */
  get next(): string | undefined {
    return Number.isFinite(this.#next)
      ? new Date(this.#next).toISOString()
      : undefined;
  }
}
