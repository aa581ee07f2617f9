import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../kubernetes/types';
import { KubeError } from './KubeClient';
import type { KubeClient, Kind } from './KubeClient';

const RETRY_MS = 250;

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** Keeps a copy of all objects of a kind by list and watch. */
export class Mirror {
  readonly #client: KubeClient;
  readonly #kind: Kind;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  readonly #objects = new Map<string, KubeObject>();
  #ready = false;

  constructor(client: KubeClient, kind: Kind, onChange: () => void) {
    this.#client = client;
    this.#kind = kind;
    this.#onChange = onChange;
  }

  /** The first listing is in. */
  get ready(): boolean {
    return this.#ready;
  }

  get objects(): KubeObject[] {
    return [...this.#objects.values()];
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(`${namespace ?? ''}/${name}`);
  }

  /** Notes a write of our own before its event arrives. */
  note(object: KubeObject): void {
    this.#objects.set(keyOf(object), object);
  }

  /** Notes a deletion of our own before its event arrives. */
  forget(object: KubeObject): void {
    this.#objects.delete(keyOf(object));
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Follows until stopped; a lost connection is taken up again. */
  async run(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        await this.#follow(await this.#load());
      } catch (error) {
        if (!signal.aborted && !isPassing(error)) {
          throw error;
        }
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #load(): Promise<string> {
    const { items, resourceVersion } = await this.#client.list(this.#kind);
    this.#objects.clear();
    items.forEach(object => this.#objects.set(keyOf(object), object));
    this.#ready = true;
    this.#onChange();
    return resourceVersion;
  }

  async #follow(from: string): Promise<void> {
    const { signal } = this.#abort;
    for await (const event of this.#client.watch(this.#kind, from, signal)) {
      if (event.type === 'ERROR') {
        return;
      }
      if (event.type === 'BOOKMARK') {
        continue;
      }
      if (event.type === 'DELETED') {
        this.#objects.delete(keyOf(event.object));
      } else {
        this.#objects.set(keyOf(event.object), event.object);
      }
      this.#onChange();
    }
  }
}

/** Connections break and servers refuse; anything else is our own mistake. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof KubeError ||
    error instanceof TypeError ||
    (error instanceof Error && (error.name === 'AbortError' || 'code' in error))
  );
}
