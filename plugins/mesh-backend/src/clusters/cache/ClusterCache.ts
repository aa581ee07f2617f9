import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  FIELD_MANAGER,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import { describeApiError } from '../describeApiError';
import type { ApiRequest } from '../KubernetesConnection';
import {
  EMITTED_KINDS,
  findWritten,
  type KindPath,
  READ_KINDS,
} from '../kinds';
import { ObjectMemory } from '../ObjectMemory';
import { defaultDelay } from '../watchKind';
import { KindCache } from './KindCache';
import type { RecordingConnection } from './RecordingConnection';

/** So long a reading waits for what was just written to come back. */
const WAIT_MS = 3000;

/** Bookmarks come about once a minute. */
const SILENCE_MS = 100_000;

export type ClusterCacheOptions = {
  cluster: string;
  logger: LoggerService;
  relistMs: number;
  /** What is known of each kind. */
  memories: ReadonlyMap<KindPath, ObjectMemory>;
  delay?: (failures: number) => number;
  silenceMs?: number;
};

/** All kinds of a snapshot, followed by watches. */
export class ClusterCache {
  readonly #kinds: ReadonlyMap<KindPath, KindCache>;
  readonly #end = new AbortController();

  /** Tells of objects that are or were labelled as ours. */
  constructor(
    connection: RecordingConnection,
    options: ClusterCacheOptions & { onChange: (key: string) => void },
  ) {
    const { cluster, logger, memories, onChange } = options;
    this.#kinds = new Map(
      READ_KINDS.map(path => {
        const isEmitted = EMITTED_KINDS.includes(path);
        const about = { cluster, kind: path.kind };
        const cache = new KindCache(connection, {
          path,
          memory: memories.get(path) ?? new ObjectMemory(),
          delay: options.delay ?? defaultDelay,
          relistMs: options.relistMs,
          silenceMs: options.silenceMs ?? SILENCE_MS,
          onChange: (key, versions) => {
            if (isEmitted && versions.some(isLabelled)) onChange(key);
          },
          onMissed: count =>
            logger.warn('A listing found what a watch had not told', {
              ...about,
              objects: count,
            }),
          onError: error =>
            logger.warn('A watch was interrupted and is resumed', {
              ...about,
              problem: describeApiError(error),
            }),
        });
        return [path, cache];
      }),
    );
    connection.onWrite = (request, answer) => this.#note(request, answer);
    for (const cache of this.#kinds.values()) {
      void cache.run(this.#end.signal);
    }
  }

  /** All objects of a kind; undefined when only a listing can tell. */
  async read(
    path: KindPath,
    signal?: AbortSignal,
  ): Promise<MeshObject[] | undefined> {
    return this.#kinds.get(path)?.read(WAIT_MS, signal);
  }

  /**
   * Believes no watch of these kinds any more: a server does not end the
   * watches of who has lost the right to them. Answers of which it did.
   */
  distrust(paths: readonly KindPath[]): KindPath[] {
    return paths.filter(path => {
      const cache = this.#kinds.get(path);
      const wasTrusted = cache?.freshness.isOpen === true;
      if (wasTrusted) cache.restart();
      return wasTrusted;
    });
  }

  stop(): void {
    this.#end.abort();
  }

  /** Remembers of a write what a reading must have seen. */
  #note(request: ApiRequest, answer?: JsonObject): void {
    const written = findWritten(request.path);
    const cache = written && this.#kinds.get(written.path);
    if (!cache) return;
    if (answer === undefined) {
      cache.freshness.needListing();
      cache.restart();
      return;
    }
    const { metadata, details } = answer as {
      metadata?: MeshObject['metadata'];
      details?: { uid?: string };
    };
    if (metadata?.resourceVersion) {
      cache.freshness.needVersion(metadata.resourceVersion);
    }
    if (request.method === 'DELETE') {
      const { preconditions } = (request.body ?? {}) as {
        preconditions?: { uid?: string };
      };
      cache.freshness.needDeleted(
        written.key,
        preconditions?.uid ?? details?.uid ?? metadata?.uid,
      );
    }
  }
}

function isLabelled(object: MeshObject | undefined): boolean {
  return object?.metadata.labels?.[LABEL_MANAGED_BY] === FIELD_MANAGER;
}
