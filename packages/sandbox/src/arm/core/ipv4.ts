/** A range of addresses as numbers, both ends included. */
export type Range = { first: number; last: number; bits: number };

const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** Reads `10.0.0.0/16`, or one address; undefined for anything else. */
export function parseRange(text: unknown): Range | undefined {
  const match = typeof text === 'string' ? CIDR.exec(text) : null;
  if (!match) {
    return undefined;
  }
  const parts = match.slice(1, 5).map(Number);
  const bits = match[5] === undefined ? 32 : Number(match[5]);
  if (parts.some(part => part > 255) || bits > 32) {
    return undefined;
  }
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - bits);
  // Host bits make it no range.
  return address % size === 0
    ? { first: address, last: address + size - 1, bits }
    : undefined;
}

/** Whether two ranges have an address in common. */
export function overlaps(a: Range, b: Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether `outer` has all of `inner`. */
export function contains(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Writes an address. */
export function formatAddress(value: number): string {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(value / 2 ** shift) % 256)
    .join('.');
}
