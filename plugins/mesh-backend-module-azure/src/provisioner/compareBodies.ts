import type { JsonObject, JsonValue } from '@backstage/types';
import type { FieldChange } from '@meshwright/plugin-mesh-common';
import { isObject } from '../client/WireAnswer';

/** What Azure answers and never takes. */
const READ_ONLY = ['id', 'name', 'type', 'etag', 'eTag', 'systemData'];

/**
 * What of a desired body is not so at a live resource. What is only at the
 * live one is Azure's default or somebody else's, and no change.
 *
 * @remarks
 *
 * Ids and regions have no case. Lists of named things are compared by name;
 * lists of texts in any order.
 */
export function compareBodies(
  desired: JsonObject,
  live: JsonObject,
): FieldChange[] {
  return Object.entries(desired)
    .filter(([key]) => !READ_ONLY.includes(key))
    .flatMap(([key, value]) => compareValues(value, live[key], [key]));
}

/**
 * The live body with the desired one laid over it, so that what others put
 * there stays when the whole is written.
 */
export function mergeBodies(desired: JsonObject, live: JsonObject): JsonObject {
  const kept = Object.entries(live).filter(([key]) => !READ_ONLY.includes(key));
  const merged = mergeValues(desired, Object.fromEntries(kept));
  return dropTriggers(merged as JsonObject);
}

function compareValues(
  desired: JsonValue | undefined,
  live: JsonValue | undefined,
  path: string[],
): FieldChange[] {
  if (isObject(desired) && isObject(live)) {
    return Object.entries(desired).flatMap(([key, value]) =>
      compareValues(value, findKey(live, key), [...path, key]),
    );
  }
  if (isNamed(desired) && isNamed(live)) {
    const found = byName(live);
    return desired.flatMap(item =>
      compareValues(item, found.get(readName(item)), [
        ...path,
        String(item.name),
      ]),
    );
  }
  // Values of tags are people's words, not Azure's.
  if (path[0] === 'tags' ? desired === live : isEqual(desired, live)) {
    return [];
  }
  return [{ path: path.join('.'), from: live, to: desired }];
}

function isEqual(
  desired: JsonValue | undefined,
  live: JsonValue | undefined,
): boolean {
  if (Array.isArray(desired)) {
    return isEqualList(desired, Array.isArray(live) ? live : undefined);
  }
  if (isObject(desired)) {
    return (
      (isObject(live) || Object.keys(desired).length === 0) &&
      compareValues(desired, live ?? {}, []).length === 0
    );
  }
  if (typeof desired === 'string' && typeof live === 'string') {
    return desired === live || simplify(desired) === simplify(live);
  }
  return desired === live || (isNothing(desired) && isNothing(live));
}

/** Azure leaves empty lists out, and sorts others as it likes. */
function isEqualList(desired: JsonValue[], live: JsonValue[] = []): boolean {
  if (desired.length !== live.length) {
    return false;
  }
  const isTexts = [...desired, ...live].every(item => typeof item === 'string');
  if (isTexts) {
    const [a, b] = [desired, live].map(list =>
      list.map(item => simplify(String(item))).sort(),
    );
    return a.every((item, index) => item === b[index]);
  }
  return desired.every((item, index) => isEqual(item, live[index]));
}

function mergeValues(
  desired: JsonValue,
  live: JsonValue | undefined,
): JsonValue {
  if (isObject(desired) && isObject(live)) {
    const result: JsonObject = { ...live };
    for (const [key, value] of Object.entries(desired)) {
      if (value !== undefined) {
        const there = Object.keys(live).find(
          other => other.toLowerCase() === key.toLowerCase(),
        );
        result[there ?? key] = mergeValues(value, live[there ?? key]);
      }
    }
    return result;
  }
  if (isNamed(desired) && isNamed(live)) {
    const wanted = byName(desired);
    const there = byName(live);
    return [
      ...live.map(item => mergeValues(wanted.get(readName(item)) ?? {}, item)),
      ...desired.filter(item => !there.has(readName(item))),
    ];
  }
  return desired;
}

/** A version of a node image that is sent back rolls the nodes back. */
function dropTriggers(body: JsonObject): JsonObject {
  const { properties } = body;
  if (isObject(properties) && Array.isArray(properties.agentPoolProfiles)) {
    for (const pool of properties.agentPoolProfiles) {
      if (isObject(pool)) {
        delete pool.nodeImageVersion;
      }
    }
  }
  return body;
}

type Named = JsonObject & { name: string };

function isNamed(value: JsonValue | undefined): value is Named[] {
  return (
    Array.isArray(value) &&
    value.every(item => isObject(item) && typeof item.name === 'string')
  );
}

function byName(items: Named[]): Map<string, Named> {
  return new Map(items.map(item => [readName(item), item]));
}

function readName({ name }: Named): string {
  return name.toLowerCase();
}

/** Keys are ids at times, and ids have no case. */
function findKey(object: JsonObject, key: string): JsonValue | undefined {
  if (Object.hasOwn(object, key)) {
    return object[key];
  }
  const found = Object.keys(object).find(
    other => other.toLowerCase() === key.toLowerCase(),
  );
  return found === undefined ? undefined : object[found];
}

/** Ids have no case, and regions no spaces either. */
function simplify(text: string): string {
  return text.startsWith('/subscriptions/') || /^[A-Za-z0-9 ]{3,40}$/.test(text)
    ? text.replaceAll(' ', '').toLowerCase()
    : text;
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === null || value === undefined;
}
