import type { Knex } from 'knex';

/** Longer than any turn takes that is not stuck. */
const TURN_SECONDS = 60;

/**
 * Waits until no other transaction that took its turn on the table is open;
 * then it is this one's turn until it ends. SQLite has a single writer, and
 * there the first write of the transaction does the same.
 */
export async function takeTurn(
  transaction: Knex,
  table: string,
): Promise<void> {
  if (transaction.client.config.client !== 'pg') {
    return;
  }
  // A replica that hangs in its turn loses it, and one that waits gives up.
  await transaction.raw(
    `set local idle_in_transaction_session_timeout = '${TURN_SECONDS}s'`,
  );
  await transaction.raw(`set local lock_timeout = '${2 * TURN_SECONDS}s'`);
  // By the number of the table, as other installations may share the database.
  await transaction.raw('select pg_advisory_xact_lock(?::regclass::bigint)', [
    table,
  ]);
}
