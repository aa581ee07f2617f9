import { Ipv4Range } from './Ipv4Range';

/**
 * First block with `prefix` fixed bits in `pool` that touches nothing of
 * `taken`; undefined when there is none. Jumps from one taken block to the
 * next, so that its work does not depend on the size of the pool.
 */
export function findFree(options: {
  pool: Ipv4Range;
  prefix: number;
  taken: readonly Ipv4Range[];
}): Ipv4Range | undefined {
  const { pool, prefix, taken } = options;
  if (prefix < pool.prefix) {
    return undefined;
  }
  const sorted = [...taken].sort((a, b) => a.start - b.start);
  let candidate = Ipv4Range.of(pool.start, prefix);
  for (const block of sorted) {
    if (block.overlaps(candidate)) {
      const next = Math.ceil(block.end / candidate.size) * candidate.size;
      candidate = Ipv4Range.of(next, prefix);
    }
  }
  return pool.contains(candidate) ? candidate : undefined;
}
