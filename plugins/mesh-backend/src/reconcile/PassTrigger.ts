import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

const DEBOUNCE_MS = 250;
const RETRY_MS = 1000;

/** Id of the scheduled task that makes the passes over a cluster. */
export const taskIdOf = (cluster: string) =>
  `mesh-reconcile-${cluster.replace(/[^a-zA-Z0-9_-]/g, '-')}`;

/**
 * Asks the scheduler for a pass soon. Many requests at once become one pass;
 * a request during a pass becomes another one after it.
 */
export class PassTrigger {
  readonly #scheduler: SchedulerService;
  readonly #logger: LoggerService;
  readonly #clusters: readonly string[];
  readonly #soon = new Map<string, NodeJS.Timeout>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  /** When the timers of `#later` fire. */
  readonly #dueAt = new Map<string, number>();
  #isStopped = false;

  constructor(options: {
    scheduler: SchedulerService;
    logger: LoggerService;
    clusters: readonly string[];
  }) {
    this.#scheduler = options.scheduler;
    this.#logger = options.logger;
    this.#clusters = options.clusters;
  }

  /** A pass as soon as possible. */
  trigger(cluster: string): void {
    this.#arm(this.#soon, cluster, DEBOUNCE_MS);
  }

  triggerAll(): void {
    this.#clusters.forEach(cluster => this.trigger(cluster));
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

  async #run(cluster: string) {
    try {
      await this.#scheduler.triggerTask(taskIdOf(cluster));
    } catch (error) {
      const { name, message } = toError(error);
      if (name === 'ConflictError') {
        // A pass is running and may have read before the change.
        this.#arm(this.#soon, cluster, RETRY_MS);
        return;
      }
      this.#logger.warn('Could not start a pass; the periodic one follows', {
        cluster,
        error: message,
      });
    }
  }
}
