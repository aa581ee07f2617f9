import { isDeepStrictEqual } from 'node:util';
import { FOREGROUND, ORPHAN } from './propagation';
import type { Propagation } from './propagation';
import { RESOURCE_TYPES, findKind } from './resources';
import { trackUpdate } from './fields';
import { timestamp } from './lifecycle';
import type { ObjectStore, StoreEvent } from './store';
import type { KubeObject, OwnerReference, ResourceType } from './types';

type Item = { type: ResourceType; object: KubeObject };

type Remove = (item: Item, policy: Propagation | undefined) => void;

type Owners = {
  solid: number;
  waiting: OwnerReference[];
  kept: OwnerReference[];
};

/** Most changes are of fields that say nothing about owners. */
function concerns({ type, object, previous }: StoreEvent): boolean {
  const now = object.metadata;
  const then = previous?.metadata;
  return (
    type === 'DELETED' ||
    !isDeepStrictEqual(
      [now.ownerReferences, now.deletionTimestamp, now.finalizers],
      [then?.ownerReferences, then?.deletionTimestamp, then?.finalizers],
    )
  );
}

/**
 * Follows owner references, as the controller of that name does: objects go
 * with the last of their owners, which wait for them or let them be.
 */
export class GarbageCollector {
  readonly #store: ObjectStore;
  readonly #remove: Remove;
  readonly #touched = new Set<string>();
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Immediate | undefined;

  constructor(store: ObjectStore, remove: Remove) {
    this.#store = store;
    this.#remove = remove;
    this.#unsubscribe = store.subscribe(event => this.#note(event));
    this.#soon();
  }

  stop(): void {
    this.#unsubscribe();
    clearImmediate(this.#timer);
  }

  #note(event: StoreEvent): void {
    const { uid = '', ownerReferences } = event.object.metadata;
    if (concerns(event)) {
      this.#touched.add(uid);
      ownerReferences?.forEach(owner => this.#touched.add(owner.uid));
      this.#soon();
    }
  }

  #soon(): void {
    this.#timer ??= setImmediate(() => {
      this.#timer = undefined;
      this.#collect();
    });
  }

  /** One look at everything that has or is an owner that was touched. */
  #collect(): void {
    const isFirst = this.#touched.size === 0;
    const touched = new Set(this.#touched);
    this.#touched.clear();
    const all = this.#all();
    const byOwner = new Map<string, Item[]>();
    for (const item of all) {
      for (const { uid } of item.object.metadata.ownerReferences ?? []) {
        byOwner.set(uid, [...(byOwner.get(uid) ?? []), item]);
      }
    }
    for (const item of all) {
      const { uid = '', ownerReferences = [] } = item.object.metadata;
      const isDue =
        isFirst ||
        touched.has(uid) ||
        ownerReferences.some(owner => touched.has(owner.uid));
      if (isDue) {
        this.#finishOwner(item, byOwner.get(uid) ?? []);
        this.#judgeDependent(item, byOwner.has(uid));
      }
    }
  }

  #all(): Item[] {
    return RESOURCE_TYPES.flatMap(type =>
      this.#store
        .list(type)
        .filter(
          ({ metadata }) =>
            metadata.deletionTimestamp || metadata.ownerReferences?.length,
        )
        .map(object => ({ type, object })),
    );
  }

  #latest({ type, object }: Item): KubeObject | undefined {
    const { namespace, name, uid } = object.metadata;
    const found = this.#store.get(type, namespace, name);
    return found?.metadata.uid === uid ? found : undefined;
  }

  /** An owner that is being deleted waits no longer than it has to. */
  #finishOwner(item: Item, dependents: Item[]): void {
    const object = this.#latest(item);
    const { finalizers = [], deletionTimestamp, uid } = object?.metadata ?? {};
    if (!object || !deletionTimestamp) {
      return;
    }
    if (finalizers.includes(ORPHAN)) {
      dependents.forEach(one => this.#cutLoose(one, uid));
      this.#release(item, ORPHAN);
      return;
    }
    const isBlocked = dependents.some(one =>
      this.#latest(one)?.metadata.ownerReferences?.some(
        owner => owner.uid === uid && owner.blockOwnerDeletion,
      ),
    );
    if (finalizers.includes(FOREGROUND) && !isBlocked) {
      this.#release(item, FOREGROUND);
    }
  }

  #release(item: Item, finalizer: string): void {
    const object = this.#latest(item);
    if (object) {
      const finalizers = (object.metadata.finalizers ?? []).filter(
        one => one !== finalizer,
      );
      this.#write(item.type, object, { finalizers });
    }
  }

  #cutLoose(item: Item, owner: string | undefined): void {
    const object = this.#latest(item);
    const ownerReferences = object?.metadata.ownerReferences?.filter(
      one => one.uid !== owner,
    );
    if (object && ownerReferences) {
      this.#write(item.type, object, { ownerReferences });
    }
  }

  #judgeDependent(item: Item, hasOwn: boolean): void {
    const object = this.#latest(item);
    const references = object?.metadata.ownerReferences ?? [];
    if (
      !object ||
      references.length === 0 ||
      object.metadata.deletionTimestamp
    ) {
      return;
    }
    const owners = this.#ownersOf(object, references);
    if (!owners) {
      return;
    }
    if (owners.solid > 0) {
      if (owners.kept.length < references.length) {
        this.#write(item.type, object, { ownerReferences: owners.kept });
      }
      return;
    }
    const isForeground = owners.waiting.length > 0 && hasOwn;
    this.#remove(item, isForeground ? 'Foreground' : 'Background');
  }

  /** Undefined when an owner is of a kind that nobody knows here. */
  #ownersOf(
    object: KubeObject,
    references: OwnerReference[],
  ): Owners | undefined {
    const owners: Owners = { solid: 0, waiting: [], kept: [] };
    for (const reference of references) {
      const type = findKind(reference.apiVersion, reference.kind);
      if (!type) {
        return undefined;
      }
      const namespace = type.namespaced ? object.metadata.namespace : undefined;
      const owner = this.#store.get(type, namespace, reference.name);
      if (owner?.metadata.uid !== reference.uid) {
        continue;
      }
      const isWaiting =
        owner.metadata.deletionTimestamp &&
        owner.metadata.finalizers?.includes(FOREGROUND);
      if (isWaiting) {
        owners.waiting.push(reference);
      } else {
        owners.solid += 1;
        owners.kept.push(reference);
      }
    }
    return owners;
  }

  #write(
    type: ResourceType,
    before: KubeObject,
    change: Partial<KubeObject['metadata']>,
  ): void {
    const metadata = { ...before.metadata, ...change };
    for (const key of ['finalizers', 'ownerReferences'] as const) {
      if (metadata[key]?.length === 0) {
        delete metadata[key];
      }
    }
    const after = trackUpdate({
      type,
      before,
      after: { ...before, metadata },
      writer: {
        name: 'kube-controller-manager',
        operation: 'Update',
        apiVersion: before.apiVersion,
      },
      now: timestamp(),
    });
    if (metadata.deletionTimestamp && !metadata.finalizers) {
      this.#remove({ type, object: after }, undefined);
    } else {
      this.#store.put(type, after);
    }
  }
}
