import type { Random } from '../azure/Random';

/** What happens to a request, or to its answer. */
export type WireFault =
  | { kind: 'answer'; status: number; retryAfterSeconds?: number }
  | { kind: 'reset-before' }
  | { kind: 'reset-after' }
  /** The answer is a failure though the work was done. */
  | { kind: 'timeout-after' }
  | { kind: 'half-body' }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'kill-before' }
  | { kind: 'kill-after' };

/** Everything that can go wrong between a replica and what it talks to. */
export const FAULT_NAMES = [
  ...[429, 500, 502, 503].map(status => `answer ${status}`),
  ...['reset-before', 'reset-after', 'timeout-after', 'half-body', 'slow'],
  ...['cut', 'silent', 'kill-before', 'kill-after'],
  ...['database reset-before', 'database reset-after'],
];

const READ_SHARE = 0.02;
const WRITE_SHARE = 0.15;
const WATCH_SHARE = 0.3;
const STORE_SHARE = 0.01;

/** Requests within which a replica is killed, when it is. */
const KILL_WITHIN = 80;

/** A watch that is on the line. */
export type OpenWatch = {
  /** From now on nothing comes, and nobody is told. */
  silence(): void;
  cut(): void;
};

/** Decides what goes wrong, while it is on. */
export class FaultPlan {
  readonly #random: Random;
  readonly #watches = new Set<OpenWatch>();
  readonly #silent = new Set<OpenWatch>();
  #isOn = false;
  #requests = 0;
  #untilKill = Infinity;
  /** How often each kind came. */
  readonly counts = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Requests since things began to go wrong. */
  get requests(): number {
    return this.#requests;
  }

  begin(options: { kill: boolean }): void {
    this.#isOn = true;
    this.#requests = 0;
    this.#untilKill = options.kill
      ? 1 + this.#random.below(KILL_WITHIN)
      : Infinity;
    [...this.#watches].forEach(watch => this.#disturb(watch));
  }

  /** Whoever waits on a silent line finds out that it is no more. */
  end(): void {
    this.#isOn = false;
    this.#untilKill = Infinity;
    this.#silent.forEach(watch => watch.cut());
    this.#silent.clear();
  }

  ofRequest(method: string): WireFault | undefined {
    if (!this.#isOn) {
      return undefined;
    }
    this.#requests += 1;
    this.#untilKill -= 1;
    if (this.#untilKill === 0) {
      const kind = this.#random.pick(['kill-before', 'kill-after'] as const);
      this.#count(kind);
      return { kind };
    }
    const share = method === 'GET' ? READ_SHARE : WRITE_SHARE;
    if (!this.#random.chance(share)) {
      return undefined;
    }
    const fault = this.#pick(method);
    this.#count(
      fault.kind === 'answer' ? `answer ${fault.status}` : fault.kind,
    );
    return fault;
  }

  /** A watch was opened; returns what to call when it is over. */
  follow(watch: OpenWatch): () => void {
    this.#watches.add(watch);
    if (this.#isOn) {
      this.#disturb(watch);
    }
    return () => {
      this.#watches.delete(watch);
      this.#silent.delete(watch);
    };
  }

  #disturb(watch: OpenWatch): void {
    if (!this.#random.chance(WATCH_SHARE)) {
      return;
    }
    const kind = this.#random.pick(['silent', 'cut'] as const);
    this.#count(kind);
    if (kind === 'silent') {
      this.#silent.add(watch);
      watch.silence();
    } else {
      watch.cut();
    }
  }

  /** Around work of the database: its connection may break. */
  async aroundStore<T>(work: () => Promise<T>): Promise<T> {
    const isBroken = this.#isOn && this.#random.chance(STORE_SHARE);
    if (isBroken && this.#random.chance(0.5)) {
      this.#count('database reset-before');
      throw new Error('Connection terminated unexpectedly');
    }
    const result = await work();
    if (isBroken) {
      this.#count('database reset-after');
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

  #count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
