import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { inChunks } from './rows';
import { type StatusSummary, summarizeStatus } from './summarizeStatus';
import { readStatusText } from './statusText';

/** A row of `status`. */
export type StatusRow = {
  entity_ref: string;
  status: string;
  digest: string;
  pass_at: string;
};

/** A row of `status_head`, which is small. */
export type StatusHeadRow = {
  entity_ref: string;
  digest: string;
  pass_at: string;
  summary: string;
};

/** So many texts are in hand at once; one takes tens of kilobytes. */
export const AT_A_TIME = 50;

/**
 * All rows of `status`, with the head where it tells of the same status: not
 * in rows of an earlier version.
 */
export function joinHeads(db: Knex): Knex.QueryBuilder {
  return db('status').leftJoin('status_head', join =>
    join
      .on('status_head.entity_ref', 'status.entity_ref')
      .andOn('status_head.digest', 'status.digest'),
  );
}

/** Rows as of the last pass that found them, of all entities or of some. */
export async function readStatusRows(
  db: Knex,
  entityRefs?: readonly string[],
): Promise<StatusRow[]> {
  const query = selectRows(db).orderBy('status.entity_ref');
  const rows = await (entityRefs
    ? query.whereIn('status.entity_ref', [...entityRefs])
    : query);
  return rows.map(ofLastPass);
}

type SeenRow = StatusRow & { seen_at: string | null };

function selectRows(db: Knex): Knex.QueryBuilder<SeenRow, SeenRow[]> {
  return joinHeads(db).select('status.*', { seen_at: 'status_head.pass_at' });
}

function ofLastPass({ seen_at: seenAt, ...row }: SeenRow): StatusRow {
  return seenAt === null ? row : { ...row, pass_at: seenAt };
}

/** Summaries of all entities, sorted by reference, or of some. */
export async function listSummaries(
  db: Knex,
  entityRefs?: readonly string[],
): Promise<StatusSummary[]> {
  const rows: Array<{ entity_ref: string; summary: string | null }> = [];
  const read = async (refs?: readonly string[]) => {
    const query = joinHeads(db)
      .select('status.entity_ref', 'status_head.summary')
      .orderBy('status.entity_ref');
    rows.push(
      ...(await (refs ? query.whereIn('status.entity_ref', refs) : query)),
    );
  };
  await (entityRefs ? inChunks([...new Set(entityRefs)], read) : read());
  const made = await summarizeOlder(
    db,
    rows.filter(row => row.summary === null).map(row => row.entity_ref),
  );
  return rows.flatMap(({ entity_ref: ref, summary }) => {
    const found = summary === null ? made.get(ref) : JSON.parse(summary);
    return found ? [found] : [];
  });
}

/** Of rows of before there were summaries. */
async function summarizeOlder(
  db: Knex,
  refs: readonly string[],
): Promise<Map<string, StatusSummary>> {
  const made = new Map<string, StatusSummary>();
  for (let start = 0; start < refs.length; start += AT_A_TIME) {
    const rows = await db<StatusRow>('status').whereIn(
      'entity_ref',
      refs.slice(start, start + AT_A_TIME),
    );
    for (const row of rows) {
      const status = readStatusText(row.status, row.pass_at);
      made.set(row.entity_ref, summarizeStatus(status));
    }
    await nextTurn();
  }
  return made;
}
