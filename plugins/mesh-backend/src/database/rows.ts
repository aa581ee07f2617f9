import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** Rows per statement; keeps every engine below its limit of variables. */
const CHUNK = 500;

/** Runs a statement for at most a few hundred items at a time. */
export async function inChunks<T>(
  items: readonly T[],
  run: (chunk: T[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += CHUNK) {
    await run(items.slice(start, start + CHUNK));
  }
}

/** Inserts rows, or replaces those of the same key, in key order. */
export async function upsert<Row extends object>(
  db: Knex,
  options: { table: string; key: string & keyof Row; rows: readonly Row[] },
): Promise<void> {
  const { table, key, rows } = options;
  // Writers that lock rows in the same order never wait for each other in a
  // circle.
  const sorted = [...rows].sort((a, b) =>
    String(a[key]) < String(b[key]) ? -1 : 1,
  );
  await inChunks(sorted, chunk =>
    db(table).insert(chunk).onConflict(key).merge(),
  );
}

/** Hex SHA-256 of a text. */
export function digestText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Without the keys whose value a database gave as null. */
export function dropNulls<T extends object>(
  row: T,
): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null),
  ) as { [K in keyof T]: Exclude<T[K], null> };
}
