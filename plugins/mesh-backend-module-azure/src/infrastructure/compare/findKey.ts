import type { JsonObject } from '@backstage/types';

/**
 * The key of an object that is meant: names of tags and ids that are keys
 * have no case.
 */
export function findKey(object: JsonObject, key: string): string | undefined {
  if (Object.hasOwn(object, key)) {
    return key;
  }
  const wanted = key.toLowerCase();
  return Object.keys(object).find(other => other.toLowerCase() === wanted);
}
