import { applyPatch } from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest } from './errors';
import { sharingAt } from './fields';
import type { Place } from './fields';
import { isJson } from './types';
import type { Json, KubeObject, ResourceType } from './types';

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJson(patch)) {
    return patch;
  }
  const result: Json = isJson(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

function jsonPatch(target: KubeObject, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    throw badRequest('a JSON patch is a list of operations');
  }
  try {
    // Works on a copy of its own.
    return applyPatch(target, patch as Operation[], true, false).newDocument;
  } catch (error) {
    const why = String(error instanceof Error ? error.message : error);
    throw new ApiError(
      422,
      `the server rejected our request due to an error in our request: ${
        why.split('\n')[0]
      }`,
      { details: {} },
    );
  }
}

function strategicMap(target: Json, patch: Json, place: Place): Json {
  const { $patch: directive, $retainKeys: retain, ...rest } = patch;
  const result: Json = directive === 'replace' ? {} : { ...target };
  for (const [key, value] of Object.entries(rest)) {
    const deletion = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key);
    const path = place.path ? `${place.path}.${key}` : key;
    if (deletion && Array.isArray(value)) {
      const current = result[deletion[1]];
      result[deletion[1]] = Array.isArray(current)
        ? current.filter(item => !value.includes(item))
        : current;
    } else if (key.startsWith('$setElementOrder/')) {
      continue;
    } else if (value === null || (isJson(value) && value.$patch === 'delete')) {
      delete result[key];
    } else {
      result[key] = strategicValue(result[key], value, { ...place, path });
    }
  }
  if (Array.isArray(retain)) {
    return Object.fromEntries(
      Object.entries(result).filter(([key]) => retain.includes(key)),
    );
  }
  return result;
}

function strategicList(
  target: unknown[],
  patch: unknown[],
  options: { key: string; place: Place },
): unknown[] {
  const { key, place } = options;
  const item = { ...place, path: `${place.path}[]` };
  if (patch.some(entry => isJson(entry) && entry.$patch === 'replace')) {
    return patch.filter(entry => !(isJson(entry) && '$patch' in entry));
  }
  let result = [...target];
  for (const entry of patch) {
    if (!isJson(entry)) {
      throw badRequest(`${place.path} is a list of objects`);
    }
    const isIt = (other: unknown) =>
      isJson(other) && isDeepStrictEqual(other[key], entry[key]);
    if (entry.$patch === 'delete') {
      result = result.filter(other => !isIt(other));
    } else if (result.some(isIt)) {
      result = result.map(other =>
        isIt(other) ? strategicValue(other, entry, item) : other,
      );
    } else {
      result.push(strategicValue({}, entry, item));
    }
  }
  return result;
}

function strategicValue(
  target: unknown,
  patch: unknown,
  place: Place,
): unknown {
  if (isJson(patch)) {
    return strategicMap(isJson(target) ? target : {}, patch, place);
  }
  if (!Array.isArray(patch)) {
    return patch;
  }
  const sharing = sharingAt(place.type, place.path, patch);
  const list = Array.isArray(target) ? target : [];
  if (sharing.kind === 'set') {
    return [...new Set([...list, ...patch])];
  }
  return sharing.kind === 'keyed'
    ? strategicList(list, patch, { key: sharing.keys[0], place })
    : patch;
}

/** The object after a patch of one of the three older kinds. */
export function patchObject(
  target: KubeObject,
  patch: unknown,
  options: { type: ResourceType; contentType: string },
): unknown {
  const { type, contentType } = options;
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(target, patch);
    case 'application/merge-patch+json':
      return mergePatch(target, patch);
    case 'application/strategic-merge-patch+json':
      if (!type.custom) {
        return strategicValue(target, patch, { type, path: '' });
      }
      break;
    default:
  }
  throw new ApiError(
    415,
    `the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, ${
      type.custom ? '' : 'application/strategic-merge-patch+json, '
    }application/apply-patch+yaml`,
    { details: {} },
  );
}
