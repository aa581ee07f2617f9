import { isPassing } from '../client';
import { Cluster } from './Cluster';
import { reconcile } from './reconcile';

const DEBOUNCE_MS = 25;
const RETRY_MS = 500;

export type Controllers = {
  /** Ends all loops; rejects when one of them had broken. */
  stop(): Promise<void>;
};

/** Runs one look after another, as long as something changed since. */
class Loop {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #failure: unknown;
  readonly #work: () => Promise<void>;

  constructor(work: () => Promise<void>) {
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
    await this.#running;
    if (this.#failure) {
      throw this.#failure;
    }
  }

  #run(): void {
    this.#timer = undefined;
    this.#again = false;
    this.#running = this.#once().then(delay => {
      this.#running = undefined;
      if (this.#again || delay > DEBOUNCE_MS) {
        this.wake(delay);
      }
    });
  }

  async #once(): Promise<number> {
    try {
      await this.#work();
      return DEBOUNCE_MS;
    } catch (error) {
      if (!isPassing(error)) {
        this.#failure = error;
      }
      return RETRY_MS;
    }
  }
}

/**
 * Plays the controllers, the kubelet, the injector and the cloud's load
 * balancer of a cluster: workloads get pods that run, services get addresses.
 */
export function startControllers(options: { url: string }): Controllers {
  const loops: Loop[] = [];
  const cluster = new Cluster(options.url, () =>
    loops.forEach(loop => loop.wake()),
  );
  const loop = new Loop(async () => {
    if (cluster.ready) {
      await reconcile(cluster);
    }
  });
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
