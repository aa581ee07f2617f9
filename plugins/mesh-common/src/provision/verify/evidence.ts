import type { Evidence } from '../run';

type Row = { what: string; expected: string; seen: string };

const MOST_NAMES = 10;

/** What is as it should be. */
export function passed(row: Row): Evidence {
  return { ...row, ok: true };
}

/** What is not as it should be. */
export function failed(row: Row): Evidence {
  return { ...row, ok: false };
}

/** What cannot be said; never good. */
export function unknown(row: Omit<Row, 'seen'> & { why: string }): Evidence {
  const { what, expected, why } = row;
  return { what, expected, seen: `Unknown: ${why}`, ok: false };
}

/** Names for a sentence, not too many of them. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(name => `'${name}'`);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
