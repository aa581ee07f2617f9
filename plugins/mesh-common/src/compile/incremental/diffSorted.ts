import { isEqual } from 'lodash';

/** What became of the value with a key; one of the two may be absent. */
export type KeyChange<T> = { key: string; before?: T; after?: T };

/**
 * The values that differ between two lists that are sorted by key. The same
 * value in both costs one comparison.
 */
export function diffSorted<T extends { key: string }>(
  before: readonly T[],
  after: readonly T[],
): Array<KeyChange<T>> {
  if (before === after) {
    return [];
  }
  const changes: Array<KeyChange<T>> = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const now = after[j];
    if (old === now) {
      i += 1;
      j += 1;
    } else if (!now || (old && old.key < now.key)) {
      changes.push({ key: old.key, before: old });
      i += 1;
    } else if (!old || now.key < old.key) {
      changes.push({ key: now.key, after: now });
      j += 1;
    } else {
      if (!isEqual(old, now)) {
        changes.push({ key: now.key, before: old, after: now });
      }
      i += 1;
      j += 1;
    }
  }
  return changes;
}
