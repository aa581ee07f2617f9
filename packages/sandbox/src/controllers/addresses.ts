/** Hands out addresses of a /16, none of them twice. */
export class AddressPool {
  readonly #prefix: string;
  readonly #used: Set<string>;
  #next = 10;

  /** `prefix` is the first two numbers: `10.244`. */
  constructor(prefix: string, used: Iterable<string | undefined>) {
    this.#prefix = prefix;
    this.#used = new Set([...used].filter(one => one !== undefined));
  }

  take(): string {
    for (; this.#next < 65_500; this.#next++) {
      const address = `${this.#prefix}.${this.#next >> 8}.${this.#next & 255}`;
      if (!this.#used.has(address)) {
        this.#used.add(address);
        return address;
      }
    }
    throw new Error(`No address is left in ${this.#prefix}.0.0/16`);
  }
}
