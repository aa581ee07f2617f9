import { randomUUID } from 'node:crypto';
import { resourceName } from './resources';
import type { KubeObject, ResourceType } from './types';

export type StoreEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: string;
  version: number;
  object: KubeObject;
  previous?: KubeObject;
};

export type StoreState = { version: number; objects: KubeObject[] };

/** How many changes a watch can catch up with. */
const HISTORY = 5000;

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/**
 * The objects, one version counter over all of them, and the changes of late.
 * Objects are never changed in place.
 */
export class ObjectStore {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #events: StoreEvent[] = [];
  #version = 1;
  #compacted = 1;

  get version(): number {
    return this.#version;
  }

  /** Watches and lists cannot go back before this version. */
  get oldest(): number {
    return this.#compacted;
  }

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.#of(type).get(keyOf(namespace, name));
  }

  /** Sorted by namespace and name. */
  list(type: ResourceType, namespace?: string): KubeObject[] {
    return [...this.#of(type).entries()]
      .filter(([key]) => !namespace || key.startsWith(`${namespace}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  put(type: ResourceType, object: KubeObject): KubeObject {
    const { name, namespace } = object.metadata;
    const previous = this.get(type, namespace, name);
    const version = this.#advance();
    const stored: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: object.metadata.uid ?? randomUUID(),
        resourceVersion: String(version),
      },
    };
    this.#of(type).set(keyOf(namespace, name), stored);
    this.#emit({
      type: previous ? 'MODIFIED' : 'ADDED',
      resource: resourceName(type),
      version,
      object: stored,
      ...(previous && { previous }),
    });
    return stored;
  }

  remove(type: ResourceType, object: KubeObject): KubeObject {
    const version = this.#advance();
    const last: KubeObject = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    };
    this.#of(type).delete(
      keyOf(object.metadata.namespace, object.metadata.name),
    );
    this.#emit({
      type: 'DELETED',
      resource: resourceName(type),
      version,
      object: last,
      previous: object,
    });
    return last;
  }

  /** Changes after a version, oldest first. */
  since(version: number): StoreEvent[] {
    return this.#events.filter(event => event.version > version);
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets the changes of late: who watches from before must list anew. */
  compact(): void {
    this.#events = [];
    this.#advance();
    this.#compacted = this.#version;
  }

  dump(): StoreState {
    return {
      version: this.#version,
      objects: [...this.#objects.values()].flatMap(map => [...map.values()]),
    };
  }

  load(state: StoreState, findType: (o: KubeObject) => ResourceType): void {
    for (const object of state.objects) {
      const { namespace, name } = object.metadata;
      this.#of(findType(object)).set(keyOf(namespace, name), object);
    }
    this.#version = state.version + 1;
    this.#compacted = this.#version;
  }

  #of(type: ResourceType): Map<string, KubeObject> {
    const name = resourceName(type);
    const map = this.#objects.get(name) ?? new Map<string, KubeObject>();
    this.#objects.set(name, map);
    return map;
  }

  #advance(): number {
    this.#version += 1;
    return this.#version;
  }

  #emit(event: StoreEvent): void {
    this.#events.push(event);
    if (this.#events.length > HISTORY) {
      this.#events = this.#events.slice(HISTORY / 5);
      this.#compacted = this.#events[0].version - 1;
    }
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
}
