import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { AT_A_TIME, listSummaries, readStatusRows } from './readStatuses';
import { readStatusText } from './statusText';
import { putStatuses } from './writeStatuses';

/**
 * Says of everything in a cluster since when nothing is known of it, unless
 * that is said already. Only what changes is read, a few at a time.
 */
export async function markStale(
  db: Knex,
  { cluster, since }: { cluster: string; since: string },
): Promise<void> {
  const fresh = (await listSummaries(db))
    .filter(({ staleSince }) => staleSince === undefined)
    .filter(({ workloads }) => workloads.some(one => one.cluster === cluster))
    .map(({ entityRef }) => entityRef);
  for (let start = 0; start < fresh.length; start += AT_A_TIME) {
    const refs = fresh.slice(start, start + AT_A_TIME);
    const rows = await readStatusRows(db, refs);
    await putStatuses(
      db,
      rows.map(row => ({
        ...readStatusText(row.status, row.pass_at),
        staleSince: since,
      })),
    );
    await nextTurn();
  }
}
