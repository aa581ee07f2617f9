import { isDeepStrictEqual } from 'node:util';
import {
  checkNamespace,
  checkPreconditions,
  decodeBody,
  ofSubresource,
} from './checks';
import {
  alreadyExists,
  badRequest,
  methodNotAllowed,
  notFound,
  versionRequired,
} from './errors';
import { allocate } from './defaults/services';
import { applyObject, trackUpdate, withoutNulls } from './fields';
import type { Writer } from './fields';
import {
  born,
  grown,
  plain,
  randomSuffix,
  stored,
  timestamp,
} from './lifecycle';
import { patchObject } from './patch';
import { storedVersion } from './resources';
import type { ObjectStore } from './store';
import { checkDeclared } from './strict';
import { servedVersion } from './target';
import type { Target, WriteOptions, Written } from './target';
import { isJson } from './types';
import type { KubeObject, ResourceType } from './types';
import { decodeObject, validateObject } from './validation';

/** With the suffix a label of DNS. */
const LONGEST_BASE = 58;

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
    const given = decodeBody(target, body, options);
    const { generateName, resourceVersion } = given.metadata;
    const name =
      given.metadata.name ||
      (generateName && generateName.slice(0, LONGEST_BASE) + randomSuffix());
    if (resourceVersion) {
      throw badRequest(
        'resourceVersion should not be set on objects to be created',
      );
    }
    checkNamespace(this.#store, { ...target, name });
    if (name && this.#store.get(type, namespace, name)) {
      throw alreadyExists(type, name);
    }
    const object = born(type, {
      ...given,
      metadata: { ...given.metadata, name: name ?? '' },
    });
    const tracked = trackUpdate({
      type,
      before: undefined,
      // What is empty is not there, so nobody owns it.
      after: stored(type, object),
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
    if (!decodeObject(body).metadata.name) {
      throw badRequest(
        `the name of the object (${before.metadata.name} based on URL) was undeterminable: name must be provided`,
      );
    }
    const given = decodeBody(target, body, options);
    if (target.type.custom && !given.metadata.resourceVersion) {
      throw versionRequired(target.type, before.metadata.name);
    }
    return this.#update(target, { before, given }, options);
  }

  patch(
    target: Target,
    request: { body: unknown; contentType: string },
    options: WriteOptions,
  ): Written {
    const before = this.#find(target);
    const served = { ...before, apiVersion: servedVersion(target) };
    const patched = patchObject(served, request.body, {
      type: target.type,
      contentType: request.contentType,
    });
    const given = decodeBody(target, patched, options);
    return this.#update(target, { before, given }, options);
  }

  apply(
    target: Target,
    request: { body: unknown; force: boolean },
    options: WriteOptions,
  ): Written {
    const { type, namespace, name = '' } = target;
    const body = withoutNulls(request.body);
    if (!isJson(body) || !body.kind || !body.apiVersion) {
      throw badRequest("Object 'Kind' or 'apiVersion' is missing");
    }
    checkDeclared(target, decodeObject(body));
    const given = decodeBody(target, body, options);
    if (given.metadata.managedFields?.length) {
      throw badRequest('metadata.managedFields must be nil');
    }
    const before = this.#store.get(type, namespace, name);
    if (!before && target.subresource) {
      throw notFound(type, name);
    }
    checkPreconditions(target, before, {
      given: given.metadata,
      applied: true,
    });
    if (!before) {
      checkNamespace(this.#store, target);
    }
    const {
      uid: _uid,
      resourceVersion: _version,
      ...metadata
    } = given.metadata;
    const after = applyObject({
      type,
      before,
      applied: ofSubresource(target, { ...given, metadata }),
      writer: this.#writer(target, options, 'Apply'),
      force: request.force,
      now: timestamp(),
      complete: object =>
        before ? grown(type, before, object) : born(type, object),
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
    checkPreconditions(target, before, {
      given: given.metadata,
      applied: false,
    });
    const merged =
      target.subresource === 'status'
        ? { ...before, status: given.status }
        : { ...given, status: before.status };
    const object = target.type.status ? merged : given;
    const after = trackUpdate({
      type: target.type,
      before,
      after: stored(
        target.type,
        grown(target.type, before, {
          ...object,
          metadata: {
            ...object.metadata,
            managedFields: given.metadata.managedFields,
          },
        }),
      ),
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

  #writer(
    target: Target,
    options: WriteOptions,
    operation: 'Apply' | 'Update',
  ): Writer {
    return {
      name: options.manager,
      operation,
      apiVersion: servedVersion(target),
      subresource: target.subresource,
    };
  }

  #commit(
    target: Target,
    change: { before?: KubeObject; after: KubeObject },
    options: WriteOptions,
  ): KubeObject {
    const { type } = target;
    const { before } = change;
    const object = stored(
      type,
      allocate({ ...change.after, apiVersion: storedVersion(type) }),
    );
    validateObject(object, type, before);
    if (
      options.dryRun ||
      (before && isDeepStrictEqual(plain(before), object))
    ) {
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
