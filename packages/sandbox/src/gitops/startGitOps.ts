import { setTimeout as sleep } from 'node:timers/promises';
import { KubeClient } from '../client';
import type { GitSource } from '../git';
import { RepositorySync } from './RepositorySync';
import type { SyncContext } from './RepositorySync';

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 2_000;

export type GitOpsOptions = {
  kubernetesUrl: string;
  git: GitSource;
  /** Hears what cannot be applied, and what was removed. */
  log?: (line: string) => void;
};

export type GitOps = { stop(): Promise<void> };

/** One repository: synced again until it is in the cluster as it is in Git. */
class Follower {
  readonly #context: SyncContext;
  readonly #owner: string;
  readonly #repo: string;
  readonly #sync: RepositorySync;
  #stop = new AbortController();
  #wake = new AbortController();
  #running: Promise<void>;

  constructor(context: SyncContext, owner: string, repo: string) {
    this.#context = context;
    this.#owner = owner;
    this.#repo = repo;
    this.#sync = new RepositorySync(context, `${owner}/${repo}`);
    this.#running = this.#run();
  }

  /** The repository changed. */
  pushed(): void {
    this.#sync.forget();
    this.#wake.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let delay = FIRST_RETRY_MS;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      const done = await this.#once();
      const pushed = await this.#rest(done ? undefined : delay);
      delay = pushed ? FIRST_RETRY_MS : Math.min(delay * 2, LAST_RETRY_MS);
    }
  }

  async #once(): Promise<boolean> {
    try {
      const all = await this.#context.git.list();
      const repository = all.find(
        one => one.owner === this.#owner && one.repo === this.#repo,
      );
      return !repository || (await this.#sync.sync(repository));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#context.log(`${this.#owner}/${this.#repo}: trying again: ${why}`);
      return false;
    }
  }

  /** Waits; true when a push ended the wait. Without a time, for a push. */
  async #rest(time: number | undefined): Promise<boolean> {
    const { signal } = this.#wake;
    const day = 86_400_000;
    return sleep(time ?? day, false, { signal }).catch(() => true);
  }
}

/**
 * Applies the manifests of all repositories, at the start and after each
 * push. It creates no namespaces: it waits for them.
 */
export function startGitOps(options: GitOpsOptions): GitOps {
  const { git, kubernetesUrl } = options;
  const context: SyncContext = {
    client: new KubeClient(kubernetesUrl, 'gitops'),
    git,
    log: options.log ?? (line => process.stdout.write(`gitops: ${line}\n`)),
  };
  const followers = new Map<string, Follower>();
  const follow = (owner: string, repo: string) => {
    const key = `${owner}/${repo}`;
    const known = followers.get(key);
    if (known) {
      known.pushed();
    } else {
      followers.set(key, new Follower(context, owner, repo));
    }
  };
  const unsubscribe = git.onPush(follow);
  const starting = git
    .list()
    .then(all => all.forEach(({ owner, repo }) => follow(owner, repo)))
    .catch(error => context.log(`repositories cannot be listed: ${error}`));
  return {
    async stop() {
      unsubscribe();
      await starting;
      await Promise.all([...followers.values()].map(one => one.stop()));
    },
  };
}
