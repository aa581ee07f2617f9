import { KubeError, pathOf } from '../client';
import type { KubeClient } from '../client';
import type { GitRepository, GitSource } from '../git';
import type { KubeObject } from '../kubernetes/types';
import { MANIFEST_KINDS, readManifests } from './manifests';
import type { Manifest } from './manifests';

const MANAGER = 'gitops';
const MANAGED_BY = 'app.kubernetes.io/managed-by';
const REPOSITORY = 'sandbox.meshwright.io/repository';

export type SyncContext = {
  client: KubeClient;
  git: GitSource;
  log: (line: string) => void;
};

function describe({ kind, metadata }: KubeObject): string {
  return `${kind} '${metadata.namespace}/${metadata.name}'`;
}

/** Brings the objects of one repository into the cluster. */
export class RepositorySync {
  readonly #context: SyncContext;
  readonly #name: string;
  #said = new Set<string>();

  constructor(context: SyncContext, name: string) {
    this.#context = context;
    this.#name = name;
  }

  /** Applies and prunes; true when nothing is left to be tried again. */
  async sync(repository: GitRepository): Promise<boolean> {
    const { git } = this.#context;
    const { owner, repo, head } = repository;
    const files = await git.readFiles(owner, repo, head);
    const { manifests, problems } = readManifests(files);
    problems.forEach(problem => this.#say(problem));
    let done = true;
    for (const manifest of manifests) {
      done = (await this.#apply(manifest)) && done;
    }
    // A file that cannot be read may still stand for an object that runs.
    if (problems.length === 0) {
      await this.#prune(manifests);
    }
    return done;
  }

  /** Says again what was said before: the repository has changed. */
  forget(): void {
    this.#said = new Set();
  }

  async #apply({ kind, object, path }: Manifest): Promise<boolean> {
    const { client } = this.#context;
    const { namespace, name } = object.metadata;
    const target = pathOf(kind, namespace, name);
    const live = await this.#read(target);
    const other = live?.metadata.annotations?.[REPOSITORY];
    if (other && other !== this.#name) {
      this.#say(
        `${describe(object)} of '${path}' belongs to repository '${other}'`,
      );
      return true;
    }
    try {
      await client.apply(target, MANAGER, this.#ours(object, live));
      return true;
    } catch (error) {
      if (!(error instanceof KubeError)) {
        throw error;
      }
      this.#say(`${describe(object)} of '${path}' waits: ${error.message}`);
      return error.code === 400 || error.code === 422;
    }
  }

  /** Who else manages an object keeps its label; ours is the annotation. */
  #ours(object: KubeObject, live: KubeObject | undefined): KubeObject {
    const manager = live?.metadata.labels?.[MANAGED_BY] ?? MANAGER;
    return {
      ...object,
      metadata: {
        ...object.metadata,
        labels: {
          ...object.metadata.labels,
          ...(manager === MANAGER && { [MANAGED_BY]: MANAGER }),
        },
        annotations: {
          ...object.metadata.annotations,
          [REPOSITORY]: this.#name,
        },
      },
    };
  }

  async #prune(manifests: readonly Manifest[]): Promise<void> {
    const { client } = this.#context;
    const wanted = new Set(
      manifests.map(({ kind, object: { metadata } }) =>
        pathOf(kind, metadata.namespace, metadata.name),
      ),
    );
    for (const kind of MANIFEST_KINDS) {
      const { items } = await client.list(kind);
      for (const { metadata } of items) {
        const path = pathOf(kind, metadata.namespace, metadata.name);
        const ours = metadata.annotations?.[REPOSITORY] === this.#name;
        if (ours && !wanted.has(path)) {
          await this.#remove(path);
        }
      }
    }
  }

  /** Deletes what is ours; of what is somebody's, we only let go. */
  async #remove(path: string): Promise<void> {
    const { client, log } = this.#context;
    const live = await this.#read(path);
    if (!live) {
      return;
    }
    const { name, uid, labels } = live.metadata;
    const { apiVersion, kind } = live;
    if (labels?.[MANAGED_BY] === MANAGER) {
      const value = { preconditions: { uid } };
      await client.request('DELETE', path, { value });
      log(`${this.#name}: deleted ${describe(live)}`);
    } else {
      const nothing = { apiVersion, kind, metadata: { name } };
      await client.apply(path, MANAGER, nothing);
      log(`${this.#name}: let go of ${describe(live)}`);
    }
  }

  async #read(path: string): Promise<KubeObject | undefined> {
    try {
      return await this.#context.client.request('GET', path);
    } catch (error) {
      if (error instanceof KubeError && error.code === 404) {
        return undefined;
      }
      throw error;
    }
  }

  #say(problem: string): void {
    if (!this.#said.has(problem)) {
      this.#said.add(problem);
      this.#context.log(`${this.#name}: ${problem}`);
    }
  }
}
