/** A pause that the product made, and the version at which it did. */
export type Pause = { milliseconds: number; version: number };

/** A clock that goes ahead when somebody pauses, instead of waiting. */
export class PauseClock {
  #aheadMs = 0;
  readonly #readVersion: () => Promise<number>;
  readonly #pauses = new Map<string, Pause[]>();

  constructor(readVersion: () => Promise<number>) {
    this.#readVersion = readVersion;
  }

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** What was written before has a lower version, or this one. */
  async pause(options: {
    cluster: string;
    milliseconds: number;
  }): Promise<void> {
    const { cluster, milliseconds } = options;
    const version = await this.#readVersion();
    this.#aheadMs += milliseconds;
    const known = this.#pauses.get(cluster) ?? [];
    this.#pauses.set(cluster, [...known, { milliseconds, version }]);
  }

  /** Hands out the pauses in a cluster since it last did. */
  take(cluster: string): Pause[] {
    const pauses = this.#pauses.get(cluster) ?? [];
    this.#pauses.delete(cluster);
    return pauses;
  }
}
