const SECONDS = 5;

/** Tells our own writes from others' when a watch reports them. */
export class RecentWrites {
  readonly #at = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  note(cluster: string, key: string): void {
    this.#at.set(`${cluster} ${key}`, this.#now());
  }

  /** True when the report of a change is most likely the echo of our write. */
  isEcho(cluster: string, key: string): boolean {
    for (const [id, at] of this.#at) {
      if (this.#now() - at > SECONDS * 1000) {
        this.#at.delete(id);
      }
    }
    return this.#at.has(`${cluster} ${key}`);
  }
}
