import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  ChangeResult,
  ClusterSnapshot,
  MeshObject,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterRights,
  InstanceClaim,
  MeshCluster,
  ObjectChange,
} from '@meshwright/plugin-mesh-node';
import { ClusterCache } from './cache/ClusterCache';
import { RecordingConnection } from './cache/RecordingConnection';
import { claimInstance } from './claimInstance';
import { createObject } from './createObject';
import { deleteObject } from './deleteObject';
import { describeApiError } from './describeApiError';
import { KubernetesCustody } from './KubernetesCustody';
import type { CredentialsSource } from './KubernetesConnection';
import { EMITTED_KINDS, READ_KINDS } from './kinds';
import { ObjectMemory } from './ObjectMemory';
import { readFacts } from './readFacts';
import { readKindIfServed } from './readKind';
import { type FoundRights, readRights } from './readRights';
import { toResult } from './toResult';
import { updateObject } from './updateObject';
import { watchKind } from './watchKind';

/** How often it is asked whether what watches tell may still be read. */
const RIGHTS_MS = 60_000;

/** A cluster behind the API of Kubernetes. */
export class KubernetesMeshCluster implements MeshCluster {
  readonly name: string;
  readonly custody: KubernetesCustody;
  readonly #connection: RecordingConnection;
  readonly #rootNamespace: string;
  readonly #logger: LoggerService;
  readonly #watchDelay?: (failures: number) => number;
  readonly #relistMs?: number;
  readonly #rightsMs: number;
  readonly #memories = new Map(
    READ_KINDS.map(path => [path, new ObjectMemory()]),
  );
  #cache?: ClusterCache;

  static create(options: {
    name: string;
    /** Called again before the credentials end, and after a 401. */
    credentials: CredentialsSource;
    rootNamespace: string;
    logger: LoggerService;
    /** Milliseconds before a watch that ended is resumed. */
    watchDelay?: (failures: number) => number;
    /**
     * Milliseconds after which kinds that are followed by watches are listed
     * anew. Absent: every reading lists.
     */
    relistMs?: number;
    /** Milliseconds after which rights on these kinds are asked for again. */
    rightsMs?: number;
  }): KubernetesMeshCluster {
    return new KubernetesMeshCluster(options);
  }

  private constructor(
    options: Parameters<typeof KubernetesMeshCluster.create>[0],
  ) {
    this.name = options.name;
    this.#rootNamespace = options.rootNamespace;
    this.#logger = options.logger;
    this.#watchDelay = options.watchDelay;
    this.#relistMs = options.relistMs;
    this.#rightsMs = options.rightsMs ?? RIGHTS_MS;
    this.#connection = new RecordingConnection({
      cluster: options.name,
      credentials: options.credentials,
    });
    this.custody = new KubernetesCustody({
      connection: this.#connection,
      cluster: options.name,
      rootNamespace: options.rootNamespace,
    });
  }

  async list(options: { signal?: AbortSignal } = {}): Promise<ClusterSnapshot> {
    const { signal } = options;
    return this.#explain(signal, 'read', async () => {
      const lists = await Promise.all(
        READ_KINDS.map(
          async path =>
            (await this.#cache?.read(path, signal)) ??
            readKindIfServed(this.#connection, path, {
              ...{ memory: this.#memories.get(path), signal },
            }),
        ),
      );
      const facts = await readFacts(this.#connection, {
        rootNamespace: this.#rootNamespace,
        signal,
      });
      return {
        readAt: new Date().toISOString(),
        objects: lists.flatMap(list => list ?? []),
        facts: { ...facts, ...listMissing(lists) },
      };
    });
  }

  async readRights(
    options: { signal?: AbortSignal } = {},
  ): Promise<ClusterRights> {
    const { signal } = options;
    const { unreadable, ...rights } = await this.#findRights(signal);
    this.#cache?.distrust(unreadable);
    return rights;
  }

  async claim(
    instance: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<InstanceClaim> {
    const { signal } = options;
    return this.#explain(signal, 'claim', () =>
      claimInstance(this.#connection, {
        instance,
        rootNamespace: this.#rootNamespace,
        now: new Date(),
        signal,
      }),
    );
  }

  async apply(
    change: ObjectChange,
    options: { instance: string; signal?: AbortSignal },
  ): Promise<ChangeResult> {
    if (options.signal?.aborted) {
      return { change, outcome: 'skipped', message: 'The work was stopped' };
    }
    try {
      switch (change.type) {
        case 'create':
          return await createObject(this.#connection, change, options);
        case 'update':
          return await updateObject(this.#connection, change, options);
        default:
          return await deleteObject(this.#connection, change, options);
      }
    } catch (error) {
      return toResult(change, error);
    }
  }

  watch(onChange: (key: string) => void): () => void {
    if (this.#relistMs !== undefined && !this.#cache) {
      return this.#follow(onChange, this.#relistMs);
    }
    const controller = new AbortController();
    for (const path of EMITTED_KINDS) {
      const onError = (error: unknown) =>
        this.#logger.warn('A watch was interrupted and is resumed', {
          cluster: this.name,
          kind: path.kind,
          problem: describeApiError(error),
        });
      watchKind(this.#connection, {
        path,
        onChange,
        onError,
        signal: controller.signal,
        delay: this.#watchDelay,
      }).catch(onError);
    }
    return () => controller.abort();
  }

  /** While it is watched, readings are answered from what watches tell. */
  #follow(onChange: (key: string) => void, relistMs: number): () => void {
    const cache = new ClusterCache(this.#connection, {
      cluster: this.name,
      logger: this.#logger,
      delay: this.#watchDelay,
      relistMs,
      memories: this.#memories,
      onChange,
    });
    this.#cache = cache;
    const timer = setInterval(async () => {
      try {
        const { unreadable } = await this.#findRights();
        for (const { group, kind } of cache.distrust(unreadable)) {
          onChange(`${group}/${kind}`);
        }
      } catch {
        // A cluster that does not answer shows elsewhere.
      }
    }, this.#rightsMs);
    timer.unref();
    return () => {
      clearInterval(timer);
      cache.stop();
      this.#cache = undefined;
      this.#connection.onWrite = undefined;
    };
  }

  #findRights(signal?: AbortSignal): Promise<FoundRights> {
    return this.#explain(signal, 'ask for rights on', () =>
      readRights(this.#connection, {
        rootNamespace: this.#rootNamespace,
        signal,
      }),
    );
  }

  /** Runs something, and says of an error which cluster it is about. */
  async #explain<T>(
    signal: AbortSignal | undefined,
    verb: string,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `Could not ${verb} cluster '${this.name}': ${describeApiError(error)}`,
      );
    }
  }
}

/** Kinds of which there was no list, because the cluster does not serve them. */
function listMissing(
  lists: Array<MeshObject[] | undefined>,
): Pick<ClusterSnapshot['facts'], 'missingKinds'> {
  const missing = READ_KINDS.filter((_, index) => lists[index] === undefined);
  return missing.length > 0
    ? { missingKinds: missing.map(({ group, kind }) => `${group}/${kind}`) }
    : {};
}
