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

  /**
   * For how many milliseconds more the report of a change may be the echo of
   * our own write; undefined when it is somebody else's.
   */
  msOfEcho(cluster: string, key: string): number | undefined {
    for (const [id, at] of this.#at) {
      if (this.#now() - at > SECONDS * 1000) {
        this.#at.delete(id);
      }
    }
    const at = this.#at.get(`${cluster} ${key}`);
    return at === undefined ? undefined : SECONDS * 1000 - (this.#now() - at);
  }
}
