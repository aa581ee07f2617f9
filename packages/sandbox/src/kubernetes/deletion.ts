import { isDeepStrictEqual } from 'node:util';
import { conflict, notFound, success } from './errors';
import { checkDeleteOptions } from './options';
import { finalizersFor } from './propagation';
import type { Propagation } from './propagation';
import { RESOURCE_TYPES, findKind } from './resources';
import type { Predicate } from './selectors';
import type { ObjectStore } from './store';
import { isJson } from './types';
import type { KubeObject, ResourceType } from './types';
import { timestamp } from './lifecycle';
import type { Target } from './target';

export type DeleteOptions = {
  dryRun: boolean;
  propagation?: Propagation;
  preconditions: { uid?: string; resourceVersion?: string };
};

/** Reads DeleteOptions of body and query. */
export function readDeleteOptions(
  body: unknown,
  query: URLSearchParams,
): DeleteOptions {
  const options = isJson(body) ? body : {};
  const given = isJson(options.preconditions) ? options.preconditions : {};
  const text = (value: unknown) =>
    typeof value === 'string' ? value : undefined;
  const wanted = query.get('propagationPolicy') ?? options.propagationPolicy;
  const orphan = options.orphanDependents;
  checkDeleteOptions(query, { wanted, orphan });
  const older = orphan ? 'Orphan' : 'Background';
  const propagation = (orphan === undefined ? wanted : older) as Propagation;
  const dryRun = Array.isArray(options.dryRun) ? options.dryRun : [];
  return {
    dryRun: query.getAll('dryRun').includes('All') || dryRun.includes('All'),
    ...(propagation && { propagation }),
    preconditions: {
      uid: text(given.uid),
      resourceVersion: text(given.resourceVersion),
    },
  };
}

/** Deletes, waiting for finalizers, and empties namespaces that go. */
export class ObjectRemover {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** Answers the object while finalizers hold it, a Status when it is gone. */
  delete(target: Target, options: DeleteOptions): unknown {
    const { type, namespace, name = '' } = target;
    const object = this.#store.get(type, namespace, name);
    if (!object) {
      throw notFound(type, name);
    }
    this.#checkPreconditions(type, object, options);
    const { propagation } = options;
    const marked = options.dryRun
      ? object
      : this.#mark(type, object, propagation);
    if (type.kind === 'Namespace' || type.kind === 'Pod') {
      return marked;
    }
    return finalizersFor(type, object, propagation).length > 0
      ? marked
      : success(type, name, object.metadata.uid ?? '');
  }

  /** Deletes what matches, and answers it. */
  deleteCollection(
    target: Target,
    options: DeleteOptions & { matches: Predicate },
  ): KubeObject[] {
    const found = this.#store
      .list(target.type, target.namespace)
      .filter(options.matches);
    if (!options.dryRun) {
      found.forEach(object =>
        this.#mark(target.type, object, options.propagation),
      );
    }
    return found;
  }

  /** Deletes what is still there, whatever its uid was. */
  deleteDependent(
    { type, object }: { type: ResourceType; object: KubeObject },
    propagation: Propagation | undefined,
  ): void {
    if (propagation) {
      this.#mark(type, object, propagation);
    } else {
      this.remove(type, object);
    }
  }

  /** Takes an object away, and the namespace that waited for it. */
  remove(type: ResourceType, object: KubeObject): void {
    this.#store.remove(type, object);
    this.#finishNamespace(object.metadata.namespace);
  }

  #checkPreconditions(
    type: ResourceType,
    object: KubeObject,
    { preconditions: wanted }: DeleteOptions,
  ): void {
    const { uid, resourceVersion: version, name } = object.metadata;
    if (wanted.uid && wanted.uid !== uid) {
      const why = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
      throw conflict(type, name, why);
    }
    if (wanted.resourceVersion && wanted.resourceVersion !== version) {
      const why = `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${version}`;
      throw conflict(type, name, why);
    }
  }

  #mark(
    type: ResourceType,
    object: KubeObject,
    propagation?: Propagation,
  ): KubeObject {
    if (type.kind === 'Namespace') {
      return this.#terminate(type, object);
    }
    const finalizers = finalizersFor(type, object, propagation);
    if (finalizers.length === 0) {
      this.remove(type, object);
      return object;
    }
    const { deletionTimestamp, finalizers: before } = object.metadata;
    const metadata = { ...object.metadata, finalizers };
    const next = { ...object, metadata };
    if (deletionTimestamp) {
      return isDeepStrictEqual(before, finalizers)
        ? object
        : this.#store.put(type, next);
    }
    return this.#store.put(type, doomed(next));
  }

  #terminate(type: ResourceType, namespace: KubeObject): KubeObject {
    const terminating = namespace.metadata.deletionTimestamp
      ? namespace
      : this.#store.put(type, {
          ...doomed(namespace),
          status: { phase: 'Terminating' },
        });
    const { name } = namespace.metadata;
    for (const other of RESOURCE_TYPES.filter(one => one.namespaced)) {
      for (const object of this.#store.list(other, name)) {
        this.#mark(other, object, 'Background');
      }
    }
    this.#finishNamespace(name);
    return terminating;
  }

  #finishNamespace(name: string | undefined): void {
    const type = findKind('v1', 'Namespace');
    const namespace = type && name && this.#store.get(type, undefined, name);
    if (!namespace || !namespace.metadata.deletionTimestamp) {
      return;
    }
    const empty = RESOURCE_TYPES.filter(one => one.namespaced).every(
      one => this.#store.list(one, name).length === 0,
    );
    if (empty && !namespace.metadata.finalizers?.length) {
      this.#store.remove(type, namespace);
    }
  }
}

function doomed(object: KubeObject): KubeObject {
  const { generation } = object.metadata;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: timestamp(),
      deletionGracePeriodSeconds: 0,
      ...(generation !== undefined && { generation: generation + 1 }),
    },
  };
}
