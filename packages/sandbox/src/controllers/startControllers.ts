import { isPassing } from '../client';
import { Cluster } from './Cluster';
import { JobRunner } from './jobs';
import type { CallListener, Resolver } from './probes';
import { reconcile } from './reconcile';

const DEBOUNCE_MS = 25;
const RETRY_MS = 500;

export type Controllers = {
  /** Ends all loops; rejects when one of them had broken. */
  stop(): Promise<void>;
};

/** Runs one look after another, as long as something changed since. */
export class Loop {
  #timer: NodeJS.Timeout | undefined;
  #later: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #failure: unknown;
  readonly #work: () => Promise<number | undefined>;

  constructor(work: () => Promise<number | undefined>) {
    this.#work = work;
  }

  wake(delay: number = DEBOUNCE_MS): void {
    this.#again = true;
    if (!this.#running && !this.#stopped) {
      this.#timer ??= setTimeout(() => this.#run(), delay);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#later);
    await this.#running;
    if (this.#failure) {
      throw this.#failure;
    }
  }

  #run(): void {
    this.#timer = undefined;
    this.#again = false;
    this.#running = this.#once().then(({ isBroken, due }) => {
      this.#running = undefined;
      if (this.#again || isBroken) {
        this.wake(isBroken ? RETRY_MS : DEBOUNCE_MS);
      }
      clearTimeout(this.#later);
      if (due !== undefined && !this.#stopped) {
        this.#later = setTimeout(() => this.wake(), due);
      }
    });
  }

  async #once(): Promise<{ isBroken: boolean; due?: number }> {
    try {
      return { isBroken: false, due: await this.#work() };
    } catch (error) {
      if (!isPassing(error)) {
        this.#failure = error;
      }
      return { isBroken: true };
    }
  }
}

/**
 * Plays the controllers, the kubelet, the injector and the cloud's load
 * balancer of a cluster: workloads get pods that run, services get addresses,
 * and Jobs that probe are told what the objects in force decide.
 */
export function startControllers(options: {
  url: string;
  /** Addresses of names outside of the cluster; none without it. */
  resolve?: Resolver;
  /** Told of each call that a proxy would count. */
  onCall?: CallListener;
}): Controllers {
  const loops: Loop[] = [];
  const cluster = new Cluster(options.url, () =>
    loops.forEach(loop => loop.wake()),
  );
  const { resolve, onCall } = options;
  const jobs = new JobRunner({ resolve, onCall });
  const loop = new Loop(async () =>
    cluster.ready ? reconcile(cluster, jobs) : undefined,
  );
  loops.push(loop);
  const following = cluster.run();
  return {
    async stop() {
      cluster.stop();
      await loop.stop();
      await following;
    },
  };
}
