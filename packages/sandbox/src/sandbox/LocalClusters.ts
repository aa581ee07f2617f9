import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterHost } from '../arm';
import {
  type CallListener,
  clusterBaseline,
  type Controllers,
  type Resolver,
  startControllers,
} from '../controllers';
import {
  type KubernetesApi,
  kubeconfigFor,
  startKubernetesApi,
} from '../kubernetes';
import { adaptBaseline } from './adaptBaseline';

type Running = { api: KubernetesApi; controllers: Controllers };
type Wanted = Parameters<ClusterHost['run']>[0];

/**
 * Kubernetes APIs on loopback for the managed clusters that are made while
 * the sandbox runs; each with controllers of its own.
 */
export class LocalClusters implements ClusterHost {
  readonly #state: string;
  readonly #resolve: Resolver;
  readonly #onCall?: CallListener;
  readonly #running = new Map<string, Running>();

  private constructor(options: Parameters<typeof LocalClusters.create>[0]) {
    this.#state = options.state;
    this.#resolve = options.resolve;
    this.#onCall = options.onCall;
  }

  static create(options: {
    /** Folder for the objects of each cluster. */
    state: string;
    resolve: Resolver;
    /** Told of each call that a proxy would count. */
    onCall?: CallListener;
  }): LocalClusters {
    return new LocalClusters(options);
  }

  async run(cluster: Wanted): Promise<void> {
    const key = cluster.id.toLowerCase();
    const running = this.#running.get(key) ?? (await this.#start(cluster));
    this.#running.set(key, running);
    await running.api.seed(adaptBaseline(clusterBaseline(), cluster));
  }

  kubeconfig(id: string): string {
    const running = this.#running.get(id.toLowerCase());
    if (!running) {
      throw new Error(`The cluster '${id}' does not run`);
    }
    return kubeconfigFor(running.api.url, nameOf(id));
  }

  async end(id: string): Promise<void> {
    const running = this.#running.get(id.toLowerCase());
    this.#running.delete(id.toLowerCase());
    if (running) {
      await halt(running);
    }
    rmSync(this.#fileOf(id), { force: true });
  }

  /** Ends the processes; what they hold stays in its files. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    for (const running of all) {
      await halt(running);
    }
  }

  async #start(cluster: Wanted): Promise<Running> {
    const stateFile = this.#fileOf(cluster.id);
    const api = await startKubernetesApi({ port: 0, stateFile });
    const { url } = api;
    const controllers = startControllers({
      url,
      resolve: this.#resolve,
      onCall: this.#onCall,
    });
    return { api, controllers };
  }

  #fileOf(id: string): string {
    const [, , , , group] = id.toLowerCase().split('/');
    return join(
      this.#state,
      `cluster-${group}-${nameOf(id).toLowerCase()}.json`,
    );
  }
}

async function halt({ api, controllers }: Running): Promise<void> {
  await controllers.stop();
  await api.stop();
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
