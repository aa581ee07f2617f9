import { isDeepStrictEqual } from 'node:util';
import { applyDefaults, statusAtBirth } from './defaults/applyDefaults';
import { isJson } from './types';
import type { KubeObject, ResourceType } from './types';

function isEmptyMap(value: unknown): boolean {
  return isJson(value) && Object.keys(value).length === 0;
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as generateName adds them. */
export function randomSuffix(): string {
  return Array.from(
    { length: 5 },
    () => SUFFIX[Math.floor(Math.random() * SUFFIX.length)],
  ).join('');
}

/** Second resolution, as Kubernetes writes times. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Fields that are not stored when they are empty. */
const dropped = ['data', 'binaryData', 'stringData'];

/** An object as it is stored. */
export function stored(type: ResourceType, object: KubeObject): KubeObject {
  const kept = Object.entries(object).filter(
    ([key, value]) =>
      type.custom || !dropped.includes(key) || !isEmptyMap(value),
  );
  return plain(Object.fromEntries(kept)) as KubeObject;
}

/** Everything but metadata and status. */
function specOf(object: KubeObject): unknown {
  const { metadata: _m, status: _s, apiVersion: _a, ...spec } = object;
  return spec;
}

/** An object that is about to be created. */
export function born(type: ResourceType, object: KubeObject): KubeObject {
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
export function grown(
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

/** Without undefined values and shared references. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
