/** Items by a key, both in the order in which they came. */
export function groupBy<K, T>(
  items: Iterable<T>,
  keyOf: (item: T) => K,
): Map<K, T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) {
    append(found, keyOf(item), item);
  }
  return found;
}

export function append<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const others = map.get(key);
  if (others) {
    others.push(item);
  } else {
    map.set(key, [item]);
  }
}
