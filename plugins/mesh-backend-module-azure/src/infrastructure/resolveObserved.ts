import type { JsonObject, JsonValue } from '@backstage/types';
import type { ObservedInfrastructure } from './observed';
import { getText, getValue, isObject } from './read';

/** A body with what its references stand for, as far as that is known. */
export function resolveObserved(
  body: JsonObject,
  observed: Pick<ObservedInfrastructure, 'resources'>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      value === undefined ? value : resolve(value, observed),
    ]),
  );
}

function resolve(
  value: JsonValue,
  observed: Pick<ObservedInfrastructure, 'resources'>,
): JsonValue {
  if (Array.isArray(value)) {
    return value.map(item => resolve(item, observed));
  }
  if (!isObject(value)) {
    return value;
  }
  const from = getText(value, '$from');
  const path = getText(value, '$path');
  if (from !== undefined && path !== undefined) {
    const resource = observed.resources[from.toLowerCase()];
    return (resource && getValue(resource, path)) ?? value;
  }
  return resolveObserved(value, observed);
}
