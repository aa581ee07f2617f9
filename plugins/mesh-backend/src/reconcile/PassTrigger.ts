import type { RunOutcome } from './PassRunner';

const DEBOUNCE_MS = 100;
const RETRY_MS = 500;
const DAY_MS = 86_400_000;

/** Timers may fire a little early. */
const MARGIN_MS = 20;

/** Makes a pass over a cluster now; tells of its own failures. */
type MakePass = (cluster: string) => Promise<RunOutcome | 'failed'>;

/**
 * Asks for a pass soon. Many requests at once become one pass; a request
 * during a pass becomes another one after it.
 */
export class PassTrigger {
  readonly #clusters: () => readonly string[];
  readonly #soon = new Map<string, NodeJS.Timeout>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  /** When the timers of `#later` fire. */
  readonly #dueAt = new Map<string, number>();
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  #makePass?: MakePass;
  #isStopped = false;

  constructor(options: { clusters: () => readonly string[] }) {
    this.#clusters = options.clusters;
  }

  /** From now on requests lead to passes. */
  connect(makePass: MakePass): void {
    this.#makePass = makePass;
  }

  /** A pass as soon as possible. */
  trigger(cluster: string): void {
    this.#arm(this.#soon, cluster, DEBOUNCE_MS);
  }

  triggerAll(): void {
    this.#clusters().forEach(cluster => this.trigger(cluster));
  }

  /** A pass after a while; one that was to come later is moved up. */
  triggerLater(cluster: string, delayMs: number): void {
    const dueAt = Date.now() + delayMs;
    if (this.#later.has(cluster) && (this.#dueAt.get(cluster) ?? 0) <= dueAt) {
      return;
    }
    clearTimeout(this.#later.get(cluster));
    this.#later.delete(cluster);
    this.#dueAt.set(cluster, dueAt);
    this.#arm(this.#later, cluster, delayMs);
  }

  /**
   * A pass right after an instant. One that is far away is left to the
   * periodic passes, which say so again: timers are not made for months.
   */
  triggerAfter(cluster: string, instant: string): void {
    const untilMs = Date.parse(instant) - Date.now();
    if (untilMs < DAY_MS) {
      this.triggerLater(cluster, untilMs > 0 ? untilMs + MARGIN_MS : RETRY_MS);
    }
  }

  /**
   * A pass at once for what another replica began, unless one is on its way,
   * here or elsewhere: that one does the same.
   */
  takeOver(cluster: string): void {
    if (!this.#isStopped && !this.#soon.has(cluster)) {
      void this.#run(cluster, { isTakeOver: true });
    }
  }

  stop(): void {
    this.#isStopped = true;
    for (const timers of [this.#soon, this.#later]) {
      timers.forEach(timer => clearTimeout(timer));
      timers.clear();
    }
  }

  #arm(timers: Map<string, NodeJS.Timeout>, cluster: string, delay: number) {
    if (this.#isStopped || timers.has(cluster)) {
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(cluster);
      void this.#run(cluster);
    }, delay);
    timer.unref();
    timers.set(cluster, timer);
  }

  async #run(cluster: string, { isTakeOver = false } = {}) {
    if (this.#running.has(cluster)) {
      if (!isTakeOver) {
        // The pass that is running may have read before the change.
        this.#again.add(cluster);
      }
      return;
    }
    this.#running.add(cluster);
    const outcome = await this.#makePass?.(cluster);
    this.#running.delete(cluster);
    if (outcome === 'lost' || (outcome === 'busy' && !isTakeOver)) {
      this.#arm(this.#soon, cluster, RETRY_MS);
    } else if (this.#again.delete(cluster)) {
      this.#arm(this.#soon, cluster, DEBOUNCE_MS);
    }
  }
}
