const MARGIN_MS = 60_000;

/**
 * When something that ends is to be asked for anew: a minute before, or
 * sooner before where it does not last for long. Milliseconds since 1970.
 */
export function renewalOf(end: Date, now: number): number {
  const lifetime = Math.max(0, end.getTime() - now);
  return end.getTime() - Math.min(MARGIN_MS, lifetime / 5);
}
