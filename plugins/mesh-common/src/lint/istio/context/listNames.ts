const SHOWN = 10;

/** Some names for a sentence: once each and sorted, ten at most. */
export function listNames(names: Iterable<string>): string {
  const found = new Set<string>();
  for (const name of names) {
    found.add(name);
    // Who shares something with thousands is not told all of them.
    if (found.size > SHOWN) break;
  }
  const sorted = [...found].sort();
  return sorted.length > SHOWN
    ? `${sorted.slice(0, SHOWN).join(', ')} and more`
    : sorted.join(', ');
}
