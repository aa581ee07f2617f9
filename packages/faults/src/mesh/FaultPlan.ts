import type { Random } from '../azure/Random';

/** What happens to a request, to its answer, or to a watch. */
export type WireFault =
  | { kind: 'answer'; status: number; retryAfterSeconds?: number }
  | { kind: 'reset-before' }
  | { kind: 'reset-after' }
  /** The answer is a failure though the work was done. */
  | { kind: 'timeout-after' }
  | { kind: 'half-body' }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'cut'; milliseconds: number }
  | { kind: 'silent' }
  | { kind: 'kill-before' }
  | { kind: 'kill-after' };

const READ_SHARE = 0.02;
const WRITE_SHARE = 0.15;
const WATCH_SHARE = 0.3;
const STORE_SHARE = 0.01;

/** Requests within which a replica is killed, when it is. */
const KILL_WITHIN = 80;

/** Decides what goes wrong, while it is on. */
export class FaultPlan {
  readonly #random: Random;
  #isOn = false;
  #untilKill = Infinity;
  /** How often each kind came. */
  readonly counts = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  begin(options: { kill: boolean }): void {
    this.#isOn = true;
    this.#untilKill = options.kill
      ? 1 + this.#random.below(KILL_WITHIN)
      : Infinity;
  }

  end(): void {
    this.#isOn = false;
    this.#untilKill = Infinity;
  }

  ofRequest(method: string): WireFault | undefined {
    if (!this.#isOn) {
      return undefined;
    }
    this.#untilKill -= 1;
    if (this.#untilKill === 0) {
      const kind = this.#random.pick(['kill-before', 'kill-after'] as const);
      return this.#count({ kind });
    }
    const share = method === 'GET' ? READ_SHARE : WRITE_SHARE;
    return this.#random.chance(share)
      ? this.#count(this.#pick(method))
      : undefined;
  }

  ofWatch(): WireFault | undefined {
    if (!this.#isOn || !this.#random.chance(WATCH_SHARE)) {
      return undefined;
    }
    return this.#count(
      this.#random.chance(0.5)
        ? { kind: 'silent' }
        : { kind: 'cut', milliseconds: this.#random.below(1500) },
    );
  }

  /** Around work of the database: its connection may break. */
  async aroundStore<T>(work: () => Promise<T>): Promise<T> {
    const isBroken = this.#isOn && this.#random.chance(STORE_SHARE);
    if (isBroken && this.#random.chance(0.5)) {
      this.#count({ kind: 'reset-before' }, 'database ');
      throw new Error('Connection terminated unexpectedly');
    }
    const result = await work();
    if (isBroken) {
      this.#count({ kind: 'reset-after' }, 'database ');
      throw new Error('Connection terminated unexpectedly');
    }
    return result;
  }

  #pick(method: string): WireFault {
    const random = this.#random;
    const read: WireFault[] = [
      { kind: 'answer', status: 429, retryAfterSeconds: 1 },
      { kind: 'answer', status: 429 },
      { kind: 'answer', status: 500 },
      { kind: 'answer', status: 502 },
      { kind: 'answer', status: 503 },
      { kind: 'reset-before' },
      { kind: 'reset-after' },
      { kind: 'half-body' },
      { kind: 'slow', milliseconds: 100 + random.below(900) },
    ];
    return random.pick(
      method === 'GET' ? read : [...read, { kind: 'timeout-after' } as const],
    );
  }

  #count<F extends WireFault>(fault: F, where = ''): F {
    const name =
      fault.kind === 'answer' ? `answer ${fault.status}` : fault.kind;
    const key = `${where}${name}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    return fault;
  }
}
