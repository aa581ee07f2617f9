import type { LeaseStore } from '../parts';

/** Tells when passes begin and end, by the lease that each holds. */
export class PassLog implements LeaseStore {
  readonly #leases: LeaseStore;
  readonly #waiting: Array<(milliseconds: number) => void> = [];
  #holder?: string;
  #startedAt = 0;
  /** Milliseconds of the passes so far. */
  readonly durations: number[] = [];

  constructor(leases: LeaseStore) {
    this.#leases = leases;
  }

  get isRunning(): boolean {
    return this.#holder !== undefined;
  }

  /** Milliseconds that the next pass to end took. */
  next(): Promise<number> {
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  readonly listExpired: LeaseStore['listExpired'] = () =>
    this.#leases.listExpired();

  readonly extend: LeaseStore['extend'] = lease => this.#leases.extend(lease);

  readonly take: LeaseStore['take'] = async lease => {
    if (this.#holder !== lease.holder) {
      this.#holder = lease.holder;
      this.#startedAt = performance.now();
    }
    return this.#leases.take(lease);
  };

  readonly release: LeaseStore['release'] = async lease => {
    await this.#leases.release(lease);
    const milliseconds = performance.now() - this.#startedAt;
    this.#holder = undefined;
    this.durations.push(milliseconds);
    this.#waiting.splice(0).forEach(resolve => resolve(milliseconds));
  };
}
