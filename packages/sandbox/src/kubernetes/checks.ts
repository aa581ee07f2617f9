import {
  ApiError,
  MODIFIED,
  badRequest,
  conflict,
  invalid,
  notFound,
} from './errors';
import { findKind } from './resources';
import type { ObjectStore } from './store';
import { servedVersion } from './target';
import type { Target, WriteOptions } from './target';
import type { KubeObject, ObjectMeta } from './types';
import { checkFields, decodeObject } from './validation';
import { invalidValue } from './validation/causes';

/** Refuses another kind or version than the path speaks about. */
function readKind(target: Target, given: KubeObject): KubeObject {
  const { type } = target;
  const wanted = servedVersion(target);
  // The path of a built-in kind says enough.
  const object = type.custom
    ? given
    : {
        ...given,
        kind: given.kind || type.kind,
        apiVersion: given.apiVersion || wanted,
      };
  if (!object.kind || !object.apiVersion) {
    throw badRequest("Object 'Kind' or 'apiVersion' is missing");
  }
  if (object.apiVersion !== wanted || object.kind !== type.kind) {
    throw badRequest(
      `the API version in the data (${object.apiVersion}, ${object.kind}) does not match the expected API version (${wanted}, ${type.kind})`,
    );
  }
  return object;
}

/** Reads a body as the object that the path speaks about. */
export function decodeBody(
  target: Target,
  body: unknown,
  options: WriteOptions,
): KubeObject {
  const { type, namespace, name } = target;
  const object = readKind(target, decodeObject(body));
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
export function ofSubresource(target: Target, object: KubeObject): KubeObject {
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

/** Nothing is created in a namespace that is missing or going. */
export function checkNamespace(store: ObjectStore, target: Target): void {
  const { namespace } = target;
  const type = findKind('v1', 'Namespace');
  if (!namespace || !type) {
    return;
  }
  const found = store.get(type, undefined, namespace);
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

/** The uid and resourceVersion that a writer expects. */
export function checkPreconditions(
  target: Target,
  before: KubeObject | undefined,
  { given, applied }: { given: ObjectMeta; applied: boolean },
): void {
  const { type, name = '' } = target;
  if (given.uid && !before) {
    const why = `uid mismatch: the provided object specified uid ${given.uid}, and no existing object was found`;
    throw conflict(type, name, why);
  }
  if (given.uid && applied && given.uid !== before?.metadata.uid) {
    throw invalid(type, name, [
      invalidValue('metadata.uid', given.uid, 'field is immutable'),
    ]);
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
