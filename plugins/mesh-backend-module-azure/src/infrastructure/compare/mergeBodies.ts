import type { JsonObject, JsonValue } from '@backstage/types';
import { isObject } from '../read';
import { isScalarList, nameItems, SHARED_LISTS } from './arrayKeys';
import type { CompareOptions } from './compareBodies';
import { findKey } from './findKey';
import { isSameScalar } from './isSameScalar';
import { stripReadOnly } from './readOnly';

/**
 * The body of an update: what is there, without what the server says, with
 * what is desired. A write replaces a whole resource, so what somebody else
 * put there has to be sent again.
 */
export function mergeBodies(
  desired: JsonObject,
  live: JsonObject,
  options: CompareOptions,
): JsonObject {
  return mergeObjects(desired, stripReadOnly(live), options);
}

type Context = CompareOptions & { key?: string };

function mergeObjects(
  desired: JsonObject,
  live: JsonObject,
  context: Context,
): JsonObject {
  const merged: JsonObject = { ...live };
  for (const [key, value] of Object.entries(desired)) {
    const isCount = key === 'count' && live.enableAutoScaling === true;
    if (value !== undefined && !isCount) {
      const found = findKey(live, key) ?? key;
      merged[found] = mergeValues(value, live[found], { ...context, key });
    }
  }
  return merged;
}

function mergeValues(
  desired: JsonValue,
  live: JsonValue | undefined,
  context: Context,
): JsonValue {
  if (isObject(desired) && isObject(live)) {
    return mergeObjects(desired, live, context);
  }
  return Array.isArray(desired) && Array.isArray(live)
    ? mergeLists(desired, live, context)
    : desired;
}

function mergeLists(
  desired: JsonValue[],
  live: JsonValue[],
  context: Context,
): JsonValue[] {
  const { owned, key = '' } = context;
  const isExact = owned && !SHARED_LISTS.includes(key);
  if (isScalarList(desired) && isScalarList(live)) {
    return isExact
      ? desired
      : [
          ...live,
          ...desired.filter(item => !live.some(one => isSameScalar(one, item))),
        ];
  }
  const wanted = nameItems(desired);
  const found = nameItems(live);
  if (!wanted || !found) {
    return desired.map((item, index) =>
      desired.length === live.length
        ? mergeValues(item, live[index], context)
        : item,
    );
  }
  const others = isExact
    ? []
    : [...found].filter(([name]) => !wanted.has(name)).map(([, item]) => item);
  return [
    ...[...wanted].map(([name, item]) =>
      mergeValues(item, found.get(name), context),
    ),
    ...others,
  ];
}
