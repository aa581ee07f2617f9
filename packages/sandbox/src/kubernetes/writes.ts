import { isDeepStrictEqual } from 'node:util';
import { applyDefaults, statusAtBirth } from './defaults';
import {
  ApiError,
  MODIFIED,
  alreadyExists,
  badRequest,
  conflict,
  methodNotAllowed,
  notFound,
} from './errors';
import { applyObject, trackUpdate, withoutNulls } from './fields';
import type { Writer } from './fields';
import { patchObject } from './patch';
import { findKind, groupVersion, storedVersion } from './resources';
import type { ObjectStore } from './store';
import type { KubeObject, ObjectMeta, ResourceType } from './types';
import { checkFields, decodeObject, validateObject } from './validation';
import type { FieldValidation } from './validation';

/** What a request is about. */
export type Target = {
  type: ResourceType;
  version: string;
  namespace?: string;
  name?: string;
  subresource?: string;
};

export type WriteOptions = {
  manager: string;
  dryRun: boolean;
  validation: FieldValidation;
  warn: (text: string) => void;
};

export type Written = { object: KubeObject; created: boolean };

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => SUFFIX[Math.floor(Math.random() * SUFFIX.length)],
  ).join('');
}

/** Second resolution, as Kubernetes writes times. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Everything but metadata and status. */
function specOf(object: KubeObject): unknown {
  const { metadata: _m, status: _s, apiVersion: _a, ...spec } = object;
  return spec;
}

/** Creates, replaces, patches and applies, as the API conventions say. */
export class ObjectWriter {
  readonly #store: ObjectStore;
  /** Removes an object whose last finalizer went. */
  readonly #remove: (type: ResourceType, object: KubeObject) => void;

  constructor(
    store: ObjectStore,
    remove: (type: ResourceType, object: KubeObject) => void,
  ) {
    this.#store = store;
    this.#remove = remove;
  }

  create(target: Target, body: unknown, options: WriteOptions): Written {
    const { type, namespace } = target;
    if (target.name || target.subresource) {
      throw methodNotAllowed();
    }
    const given = this.#decode(target, body, options);
    const { generateName, resourceVersion } = given.metadata;
    const name =
      given.metadata.name || (generateName && generateName + randomSuffix());
    if (resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    this.#checkNamespace(namespace, { ...target, name });
    if (name && this.#store.get(type, namespace, name)) {
      throw alreadyExists(type, name);
    }
    const object = this.#born(type, {
      ...given,
      metadata: { ...given.metadata, name: name ?? '' },
    });
    const tracked = trackUpdate({
      type,
      before: undefined,
      after: object,
      writer: this.#writer(target, options, 'Update'),
      now: timestamp(),
    });
    return {
      object: this.#commit(target, { after: tracked }, options),
      created: true,
    };
  }

  replace(target: Target, body: unknown, options: WriteOptions): Written {
    const before = this.#find(target);
    const given = this.#decode(target, body, options);
    return this.#update(target, { before, given }, options);
  }

  patch(
    target: Target,
    request: { body: unknown; contentType: string },
    options: WriteOptions,
  ): Written {
    const before = this.#find(target);
    const served = { ...before, apiVersion: this.#apiVersion(target) };
    const patched = patchObject(served, request.body, {
      type: target.type,
      contentType: request.contentType,
    });
    const given = this.#decode(target, patched, options);
    return this.#update(target, { before, given }, options);
  }

  apply(
    target: Target,
    request: { body: unknown; force: boolean },
    options: WriteOptions,
  ): Written {
    const { type, namespace, name = '' } = target;
    const body = withoutNulls(request.body);
    const given = this.#decode(target, body, options);
    if (given.metadata.managedFields?.length) {
      throw badRequest('metadata.managedFields must be nil');
    }
    const before = this.#store.get(type, namespace, name);
    if (!before && target.subresource) {
      throw notFound(type, name);
    }
    this.#checkPreconditions(target, before, given.metadata);
    if (!before) {
      this.#checkNamespace(namespace, target);
    }
    const {
      uid: _uid,
      resourceVersion: _version,
      ...metadata
    } = given.metadata;
    const after = applyObject({
      type,
      before,
      applied: this.#ofSubresource(target, { ...given, metadata }),
      writer: this.#writer(target, options, 'Apply'),
      force: request.force,
      now: timestamp(),
      complete: object =>
        before ? this.#grown(type, before, object) : this.#born(type, object),
    });
    return {
      object: this.#commit(target, { before, after }, options),
      created: !before,
    };
  }

  #update(
    target: Target,
    change: { before: KubeObject; given: KubeObject },
    options: WriteOptions,
  ): Written {
    const { before, given } = change;
    this.#checkPreconditions(target, before, given.metadata);
    const merged =
      target.subresource === 'status'
        ? { ...before, status: given.status }
        : { ...given, status: before.status };
    const object = target.type.status ? merged : given;
    const after = trackUpdate({
      type: target.type,
      before,
      after: this.#grown(target.type, before, {
        ...object,
        metadata: {
          ...object.metadata,
          managedFields: given.metadata.managedFields,
        },
      }),
      writer: this.#writer(target, options, 'Update'),
      now: timestamp(),
    });
    return {
      object: this.#commit(target, { before, after }, options),
      created: false,
    };
  }

  #find(target: Target): KubeObject {
    const { type, namespace, name = '' } = target;
    const before = this.#store.get(type, namespace, name);
    if (!before) {
      throw notFound(type, name);
    }
    return before;
  }

  #apiVersion(target: Target): string {
    return groupVersion(target.type.group, target.version);
  }

  #writer(
    target: Target,
    options: WriteOptions,
    operation: 'Apply' | 'Update',
  ): Writer {
    return {
      name: options.manager,
      operation,
      apiVersion: this.#apiVersion(target),
      subresource: target.subresource,
    };
  }

  #decode(target: Target, body: unknown, options: WriteOptions): KubeObject {
    const { type, namespace, name } = target;
    const object = decodeObject(body);
    const wanted = this.#apiVersion(target);
    if (!object.kind || !object.apiVersion) {
      throw badRequest("Object 'Kind' or 'apiVersion' is missing");
    }
    if (object.apiVersion !== wanted || object.kind !== type.kind) {
      throw badRequest(
        `the API version in the data (${object.apiVersion}, ${object.kind}) does not match the expected API version (${wanted}, ${type.kind})`,
      );
    }
    const { metadata } = object;
    if (namespace && metadata.namespace && metadata.namespace !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    if (name && metadata.name && metadata.name !== name) {
      throw badRequest(
        `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
      );
    }
    const { namespace: _, ...rest } = metadata;
    return checkFields(
      {
        ...object,
        metadata: {
          ...rest,
          name: name ?? metadata.name,
          ...(namespace && { namespace }),
        },
      },
      type,
      options,
    );
  }

  /** Only its status reaches the status subresource, never by the front. */
  #ofSubresource(target: Target, object: KubeObject): KubeObject {
    if (!target.type.status) {
      return object;
    }
    const { status, ...rest } = object;
    return target.subresource === 'status'
      ? {
          apiVersion: object.apiVersion,
          kind: object.kind,
          metadata: { name: object.metadata.name },
          ...(status !== undefined && { status }),
        }
      : (rest as KubeObject);
  }

  #checkNamespace(namespace: string | undefined, target: Target): void {
    const type = findKind('v1', 'Namespace');
    if (!namespace || !type) {
      return;
    }
    const found = this.#store.get(type, undefined, namespace);
    if (!found) {
      throw notFound(type, namespace);
    }
    if (found.metadata.deletionTimestamp) {
      const name = target.name ?? '';
      throw new ApiError(
        403,
        `${target.type.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
        {
          details: {
            name,
            kind: target.type.plural,
            causes: [
              {
                reason: 'NamespaceTerminating',
                message: `namespace ${namespace} is being terminated`,
                field: 'metadata.namespace',
              },
            ],
          },
        },
      );
    }
  }

  #checkPreconditions(
    target: Target,
    before: KubeObject | undefined,
    given: ObjectMeta,
  ): void {
    const { type, name = '' } = target;
    if (given.uid && !before) {
      const why = `uid mismatch: the provided object specified uid ${given.uid}, and no existing object was found`;
      throw conflict(type, name, why);
    }
    if (given.uid && given.uid !== before?.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${before?.metadata.uid}`;
      throw conflict(type, name, why);
    }
    const version = given.resourceVersion;
    if (version && version !== before?.metadata.resourceVersion) {
      throw conflict(type, name, MODIFIED);
    }
  }

  #born(type: ResourceType, object: KubeObject): KubeObject {
    const { uid: _u, deletionTimestamp: _d, ...metadata } = object.metadata;
    const { status: given, ...rest } = object;
    const status = type.status ? statusAtBirth(type) : given;
    return applyDefaults(
      {
        ...(rest as KubeObject),
        metadata: {
          ...metadata,
          creationTimestamp: timestamp(),
          ...(type.generation && { generation: 1 }),
        },
        ...(status !== undefined && { status }),
      },
      type,
    );
  }

  /** The next state of an object that exists: what is the server's stays. */
  #grown(
    type: ResourceType,
    before: KubeObject,
    object: KubeObject,
  ): KubeObject {
    const old = before.metadata;
    const after = applyDefaults(
      {
        ...object,
        metadata: {
          ...object.metadata,
          uid: old.uid,
          creationTimestamp: old.creationTimestamp,
          resourceVersion: old.resourceVersion,
          ...(old.generateName && { generateName: old.generateName }),
          ...(old.deletionTimestamp && {
            deletionTimestamp: old.deletionTimestamp,
            deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
          }),
        },
      },
      type,
    );
    const changed = !isDeepStrictEqual(
      plain(specOf(before)),
      plain(specOf(after)),
    );
    const generation = (old.generation ?? 1) + (changed ? 1 : 0);
    return {
      ...after,
      metadata: { ...after.metadata, ...(type.generation && { generation }) },
    };
  }

  #commit(
    target: Target,
    change: { before?: KubeObject; after: KubeObject },
    options: WriteOptions,
  ): KubeObject {
    const { type } = target;
    const { before } = change;
    const after = plain({ ...change.after, apiVersion: storedVersion(type) });
    validateObject(after as KubeObject, type, before);
    const object = after as KubeObject;
    if (options.dryRun || (before && isDeepStrictEqual(plain(before), after))) {
      return object;
    }
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (deletionTimestamp && finalizers.length === 0) {
      this.#remove(type, object);
      return object;
    }
    return this.#store.put(type, object);
  }
}

/** Without undefined values and shared references. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
