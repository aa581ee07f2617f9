import {
  type ChangeResult,
  type ClusterFacts,
  type ClusterSnapshot,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterCustody } from '../ports/ClusterCustody';
import type {
  InstanceClaim,
  MeshCluster,
  ObjectChange,
} from '../ports/MeshCluster';
import { createFakeCustody } from './FakeCustody';
import { describeObjection } from './describeObjection';
import { mergeApplied } from './mergeApplied';

/**
 * Options of {@link FakeMeshCluster}.
 *
 * @public
 */
export type FakeMeshClusterOptions = {
  /** Defaults to `dev`. */
  name?: string;
  /** Objects that others put there before. */
  objects?: MeshObject[];
  /** Namespaces that others made; added to `default` and `kube-system`. */
  namespaces?: string[];
  facts?: Partial<ClusterFacts>;
  /** Defaults to the clock of the machine. */
  now?: () => Date;
};

/**
 * A cluster that lives in memory and behaves like one: it numbers its objects,
 * refuses stale writes, keeps what others own, and fails when told to.
 *
 * @public
 */
export class FakeMeshCluster implements MeshCluster {
  /** As the configuration would name it. */
  readonly name: string;

  /** What the cluster holds, by object key. */
  readonly objects = new Map<string, MeshObject>();

  /** Every change that took effect, oldest first. */
  readonly writes: Array<{ type: ObjectChange['type']; key: string }> = [];

  /** Keys of objects that changed hands, oldest first. */
  readonly transfers: string[] = [];

  /** What `list` reports besides the objects. */
  facts: ClusterFacts;

  /** Set to make every call fail as a cluster that is away. */
  unreachable?: string;

  /** Milliseconds that every call takes. */
  delay = 0;

  /** Who manages the cluster; set it to let another instance be first. */
  claimed?: InstanceClaim;

  /** Return a message to refuse a change as an admission webhook does. */
  refuse: (change: ObjectChange) => string | undefined = () => undefined;

  /** Return a message to refuse that an object changes hands. */
  refuseTransfer: (key: string) => string | undefined = () => undefined;

  /** Taking over and giving up. */
  readonly custody: ClusterCustody;

  readonly #applied = new Map<string, MeshObject>();
  readonly #watchers = new Set<(key: string) => void>();
  readonly #now: () => Date;
  #version = 0;

  constructor(options: FakeMeshClusterOptions = {}) {
    this.name = options.name ?? 'dev';
    this.#now = options.now ?? (() => new Date());
    this.facts = {
      revisions: ['asm-1-29'],
      policyEngine: 'cilium',
      unmodelled: [],
      ...options.facts,
    };
    const namespaces = ['default', 'kube-system'];
    for (const name of [...namespaces, ...(options.namespaces ?? [])]) {
      this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    for (const object of options.objects ?? []) {
      this.put(object);
    }
    this.custody = this.#createCustody();
  }

  /** Writes an object as somebody else would, without asking anyone. */
  put(object: MeshObject): MeshObject {
    const key = objectKey(object);
    return this.#store(key, structuredClone(object));
  }

  /** Removes an object as somebody else would. */
  remove(key: string): void {
    this.#drop(key);
  }

  /** Copies of all objects, and what is known of the cluster. */
  async list(options?: { signal?: AbortSignal }): Promise<ClusterSnapshot> {
    await this.#answer(options?.signal);
    return structuredClone({
      readAt: this.#now().toISOString(),
      objects: [...this.objects.values()],
      facts: this.facts,
    });
  }

  /** The instance that manages the cluster: the first that asked. */
  async claim(
    instance: string,
    options?: { signal?: AbortSignal },
  ): Promise<InstanceClaim> {
    await this.#answer(options?.signal);
    this.claimed ??= { instance, since: this.#now().toISOString() };
    return { ...this.claimed };
  }

  /** Makes one change of an object of the instance. */
  async apply(
    change: ObjectChange,
    options: { instance: string; signal?: AbortSignal },
  ): Promise<ChangeResult> {
    try {
      await this.#answer(options.signal);
    } catch (error) {
      return { change, outcome: 'failed', message: String(error) };
    }
    const objection = describeObjection({
      change,
      objects: this.objects,
      instance: options.instance,
    });
    if (objection) {
      return { change, ...objection };
    }
    const refusal = this.refuse(change);
    if (refusal) {
      return { change, outcome: 'refused', message: refusal };
    }
    this.#write(change);
    return { change, outcome: 'applied' };
  }

  /** Calls back with the key of every object that changes. */
  watch(onChange: (key: string) => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  #createCustody(): ClusterCustody {
    return createFakeCustody(this, {
      answer: signal => this.#answer(signal),
      store: (key, object) => {
        this.transfers.push(key);
        this.#applied.delete(key);
        this.#store(key, object);
      },
    });
  }

  #write(change: ObjectChange) {
    const { key, type } = change;
    this.writes.push({ type, key });
    if (type === 'delete') {
      this.#drop(key);
      return;
    }
    const merged = mergeApplied({
      live: this.objects.get(key),
      before: this.#applied.get(key),
      desired: change.desired,
    });
    this.#applied.set(key, structuredClone(change.desired));
    this.#store(key, merged);
  }

  #store(key: string, object: MeshObject): MeshObject {
    this.#version += 1;
    const before = this.objects.get(key)?.metadata;
    const stored: MeshObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: before?.uid ?? `uid-${this.#version}`,
        resourceVersion: String(this.#version),
        creationTimestamp:
          before?.creationTimestamp ?? this.#now().toISOString(),
      },
    };
    this.objects.set(key, stored);
    this.#tell(key);
    return structuredClone(stored);
  }

  #drop(key: string) {
    this.objects.delete(key);
    this.#applied.delete(key);
    this.#tell(key);
  }

  #tell(key: string) {
    for (const watcher of this.#watchers) {
      watcher(key);
    }
  }

  async #answer(signal?: AbortSignal) {
    signal?.throwIfAborted();
    if (this.delay > 0) {
      await new Promise(resolve => setTimeout(resolve, this.delay));
    }
    signal?.throwIfAborted();
    if (this.unreachable) {
      throw new ServiceUnavailableError(
        `Cluster '${this.name}' does not answer: ${this.unreachable}`,
      );
    }
  }
}
