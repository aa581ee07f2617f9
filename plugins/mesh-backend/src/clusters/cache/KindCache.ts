import { setTimeout as sleep } from 'node:timers/promises';
import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';
import { hasCode } from '../KubernetesApiError';
import type { KubernetesConnection } from '../KubernetesConnection';
import { apiVersionOf, type KindPath } from '../kinds';
import type { ObjectMemory } from '../ObjectMemory';
import { listKind } from '../readKind';
import { stripObject } from '../stripObject';
import { followCollection, type WatchEvent } from './followCollection';
import { Freshness } from './Freshness';

type Connection = Pick<KubernetesConnection, 'send' | 'stream'>;

export type KindCacheOptions = {
  path: KindPath;
  /** Shared with whoever else lists the kind. */
  memory: ObjectMemory;
  /** Told of an object as it is now and as it was. */
  onChange: (key: string, versions: Array<MeshObject | undefined>) => void;
  onError: (error: unknown) => void;
  /** Told when a listing found what the watch had not told. */
  onMissed: (count: number) => void;
  delay: (failures: number) => number;
  /** After so long all is listed anew, whatever the watch told. */
  relistMs: number;
  /** After so long without a word a watch counts as cut. */
  silenceMs: number;
};

/**
 * All objects of one kind, listed once and followed by a watch from there.
 */
export class KindCache {
  readonly #connection: Connection;
  readonly #options: KindCacheOptions;
  readonly freshness = new Freshness();
  #objects?: Map<string, MeshObject>;
  #version = '';
  #mustList = true;
  #listedAt = 0;
  #failures = 0;
  #isRefused = false;
  #round = new AbortController();

  constructor(connection: Connection, options: KindCacheOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** All objects, if what is known is as new as it has to be. */
  async read(waitMs: number, signal?: AbortSignal) {
    const isFollowed = this.#objects !== undefined && this.#failures === 0;
    const isFresh = await this.freshness.wait(
      () => this.#objects,
      isFollowed ? waitMs : 0,
      signal,
    );
    return isFresh && this.#objects ? [...this.#objects.values()] : undefined;
  }

  /** Lists all anew: what is there is not known any more. */
  restart(): void {
    this.#mustList = true;
    this.freshness.close();
    this.#round.abort();
  }

  /** Follows until it is told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    const { delay, onError } = this.#options;
    while (!signal.aborted) {
      this.#round = new AbortController();
      const round = this.#round.signal;
      try {
        await this.#follow(AbortSignal.any([signal, round]));
      } catch (error) {
        if (!signal.aborted && !round.aborted) {
          // The version is of no use any more, or was never taken on.
          if (hasCode(error, 410) || this.#failures > 0) {
            this.#mustList = true;
          }
          if (this.#failures === 0) onError(error);
          this.#failures += 1;
          this.#isRefused = hasCode(error, 403);
        }
      } finally {
        this.freshness.close();
      }
      if (this.#failures > 0) {
        // What may only be listed must not be listed all the time.
        const pause = delay(this.#failures) * (this.#isRefused ? 10 : 1);
        await sleep(pause, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { path, relistMs, silenceMs } = this.#options;
    if (this.#mustList || Date.now() - this.#listedAt > relistMs) {
      await this.#list(signal);
    }
    await followCollection(this.#connection, {
      ...{ path, silenceMs, signal, version: this.#version },
      onOpen: () => {
        this.freshness.open(this.#version);
      },
      onEvent: event => this.#note(event),
    });
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { path, memory, onChange, onMissed } = this.#options;
    const wasFollowed = !this.#mustList;
    const before = this.#objects;
    const listedAt = Date.now();
    const { objects, version } = await listKind(this.#connection, path, {
      ...{ memory, signal },
    });
    signal.throwIfAborted();
    this.#objects = new Map(objects.map(item => [objectKey(item), item]));
    this.#version = version;
    this.#mustList = false;
    this.#listedAt = listedAt;
    this.freshness.relisted();
    if (!before) return;
    const changed = listDifferences(before, this.#objects);
    if (wasFollowed && changed.length > 0) onMissed(changed.length);
    for (const key of changed) {
      onChange(key, [this.#objects.get(key), before.get(key)]);
    }
  }

  #note({ type, object }: WatchEvent): void {
    const { path, memory, onChange } = this.#options;
    const { metadata } = object as unknown as MeshObject;
    const version = metadata.resourceVersion ?? '';
    if (type !== 'BOOKMARK') {
      const item = memory.recall(
        stripObject(object, apiVersionOf(path), path.kind),
      );
      const key = objectKey(item);
      const before = this.#objects?.get(key);
      if (type === 'DELETED') {
        this.#objects?.delete(key);
        memory.forget(key);
      } else {
        this.#objects?.set(key, item);
      }
      onChange(key, [item, before]);
    }
    this.#version = version;
    this.#failures = 0;
    this.freshness.advance(version);
  }
}

/** Keys of what came, went or has another version. */
function listDifferences(
  before: ReadonlyMap<string, MeshObject>,
  after: ReadonlyMap<string, MeshObject>,
): string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const versionOf = (object: MeshObject | undefined) =>
    object && `${object.metadata.uid} ${object.metadata.resourceVersion}`;
  return [...keys].filter(
    key => versionOf(before.get(key)) !== versionOf(after.get(key)),
  );
}
