import type { JsonObject, JsonValue } from '@backstage/types';
import type { FieldChange } from '@meshwright/plugin-mesh-common';
import { isObject } from '../read';
import { isScalarList, nameItems, SHARED_LISTS } from './arrayKeys';
import { findKey } from './findKey';
import { isSameScalar } from './isSameScalar';

/** Whose the live resource is. */
export type CompareOptions = {
  /** In a resource of ours a list has what is planned and nothing else. */
  owned: boolean;
};

/**
 * What a write would change: everything that is desired and not so. What the
 * server or somebody else added is no change, except items of a list in a
 * resource of ours.
 */
export function compareBodies(
  desired: JsonObject,
  live: JsonObject,
  options: CompareOptions,
): FieldChange[] {
  const changes: FieldChange[] = [];
  compareObjects(desired, live, { ...options, path: '', changes });
  return changes;
}

type Context = CompareOptions & { path: string; changes: FieldChange[] };

function compareObjects(
  desired: JsonObject,
  live: JsonObject,
  context: Context,
): void {
  for (const [key, value] of Object.entries(desired)) {
    if (value === undefined || isLeftToScaling(key, live)) {
      continue;
    }
    const found = findKey(live, key);
    compareValues(value, found === undefined ? undefined : live[found], {
      ...context,
      path: context.path ? `${context.path}.${key}` : key,
    });
  }
}

function compareValues(
  desired: JsonValue,
  live: JsonValue | undefined,
  context: Context,
): void {
  if (isObject(desired) && isObject(live)) {
    compareObjects(desired, live, context);
  } else if (Array.isArray(desired) && Array.isArray(live)) {
    compareLists(desired, live, context);
  } else if (!isAbsent(desired, live)) {
    const key = context.path.slice(context.path.lastIndexOf('.') + 1);
    if (!isSameScalar(desired, live, key)) {
      context.changes.push(describe(context.path, live, desired));
    }
  }
}

function compareLists(
  desired: JsonValue[],
  live: JsonValue[],
  context: Context,
): void {
  const wanted = nameItems(desired);
  const found = nameItems(live);
  const isExact = context.owned && !isShared(context.path);
  if (isScalarList(desired) && isScalarList(live)) {
    if (!isSameList(desired, live, isExact)) {
      context.changes.push(describe(context.path, live, desired));
    }
  } else if (wanted && found) {
    compareNamed(wanted, found, { ...context, isExact });
  } else if (desired.length !== live.length) {
    context.changes.push(describe(context.path, live, desired));
  } else {
    desired.forEach((item, index) =>
      compareValues(item, live[index], {
        ...context,
        path: `${context.path}[${index}]`,
      }),
    );
  }
}

function compareNamed(
  wanted: ReadonlyMap<string, JsonValue>,
  found: ReadonlyMap<string, JsonValue>,
  { isExact, ...context }: Context & { isExact: boolean },
): void {
  for (const [name, item] of wanted) {
    const path = `${context.path}[${name}]`;
    compareValues(item, found.get(name), { ...context, path });
  }
  if (isExact) {
    for (const [name, item] of found) {
      if (!wanted.has(name)) {
        const path = `${context.path}[${name}]`;
        context.changes.push(describe(path, item, undefined));
      }
    }
  }
}

function isSameList(
  desired: JsonValue[],
  live: JsonValue[],
  isExact: boolean,
): boolean {
  const has = (list: JsonValue[], value: JsonValue) =>
    list.some(item => isSameScalar(item, value));
  return (
    desired.every(value => has(live, value)) &&
    (!isExact || live.every(value => has(desired, value)))
  );
}

function isShared(path: string): boolean {
  return SHARED_LISTS.includes(path.slice(path.lastIndexOf('.') + 1));
}

/** The autoscaler says how many nodes there are. */
function isLeftToScaling(key: string, live: JsonObject): boolean {
  return key === 'count' && live.enableAutoScaling === true;
}

/** Nothing and an empty value are the same to Azure. */
function isAbsent(desired: JsonValue, live: JsonValue | undefined): boolean {
  return (
    (live === undefined || live === null) &&
    (desired === null ||
      (Array.isArray(desired) && desired.length === 0) ||
      (isObject(desired) && Object.keys(desired).length === 0))
  );
}

function describe(
  path: string,
  from: JsonValue | undefined,
  to: JsonValue | undefined,
): FieldChange {
  return {
    path,
    ...(from !== undefined && from !== null && { from }),
    ...(to !== undefined && { to }),
  };
}
