/** Settles never. */
const never = new Promise<never>(() => undefined);

/**
 * A process that can be killed: from then on nothing that it asked for is
 * answered, and nothing that it asks for is done.
 */
export class Process {
  readonly killed: Promise<void>;
  #isDead = false;
  #tell: () => void = () => undefined;

  constructor() {
    this.killed = new Promise(resolve => {
      this.#tell = resolve;
    });
  }

  kill(): void {
    this.#isDead = true;
    this.#tell();
  }

  /** Work outside of the process; its answer comes only to the living. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isDead) {
      return never;
    }
    try {
      const result = await work();
      return this.#isDead ? await never : result;
    } catch (error) {
      if (this.#isDead) {
        return never;
      }
      throw error;
    }
  }

  /** The same for all methods of a store. */
  wrap<T extends object>(
    target: T,
    around: <R>(work: () => Promise<R>) => Promise<R>,
  ): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value = Reflect.get(object, name);
        return typeof value === 'function'
          ? (...args: unknown[]) =>
              this.call(() => around(() => value.apply(object, args)))
          : value;
      },
    });
  }
}
