import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import {
  AT_A_TIME,
  joinHeads,
  type StatusHeadRow,
  type StatusRow,
} from './readStatuses';
import { digestText, inChunks, upsert } from './rows';
import { digestStatus } from './statusContents';
import { instantsOf, writeStatusText } from './statusText';
import { summarizeStatus } from './summarizeStatus';
import type { StatusesOfPass } from './types';

type RowKey = Pick<StatusHeadRow, 'entity_ref' | 'pass_at'>;

/** What is stored of an entity, without its status. */
type Stored = {
  entity_ref: string;
  /** Absent when the status has no head, so that it is written anew. */
  digest: string | null;
  pass_at: string | null;
};

/**
 * Writes only what differs, and forgets what is not among them; of what is
 * elsewhere it writes only what is not there.
 */
export async function replaceStatuses(
  db: Knex,
  { statuses, elsewhere }: StatusesOfPass,
): Promise<void> {
  const wanted = new Set(statuses.map(({ entityRef }) => entityRef));
  const stored: Stored[] = await joinHeads(db).select(
    'status.entity_ref',
    'status_head.digest',
    'status_head.pass_at',
  );
  const before = new Map(stored.map(row => [row.entity_ref, row]));
  const own = statuses.filter(
    ({ entityRef }) => !elsewhere.has(entityRef) || !before.has(entityRef),
  );
  const same = await putChanged(db, { statuses: own, before });
  await touch(
    db,
    same.filter(row => before.get(row.entity_ref)?.pass_at !== row.pass_at),
  );
  const gone = stored
    .map(row => row.entity_ref)
    .filter(ref => !wanted.has(ref));
  for (const table of ['status_head', 'status']) {
    await inChunks(gone, chunk =>
      db(table).whereIn('entity_ref', chunk).delete(),
    );
  }
}

/**
 * Writes the rows that say something else than before, in key order; the
 * others are handed out. The texts of a large company take hundreds of
 * megabytes and seconds, so they are made only of what is not known to be
 * stored, a few at a time, and between them whatever else waits has its turn.
 */
async function putChanged(
  db: Knex,
  options: {
    statuses: readonly EntityMeshStatus[];
    before: ReadonlyMap<string, Pick<Stored, 'digest'>>;
  },
): Promise<RowKey[]> {
  const { statuses, before } = options;
  const same: RowKey[] = [];
  const sorted = [...statuses].sort((a, b) =>
    a.entityRef < b.entityRef ? -1 : 1,
  );
  for (let start = 0; start < sorted.length; start += AT_A_TIME) {
    const some = sorted.slice(start, start + AT_A_TIME).map(describe);
    const changed = some.filter(
      ({ key, digest }) => before.get(key.entity_ref)?.digest !== digest,
    );
    await putRows(db, changed);
    const written = new Set(changed);
    for (const item of some) {
      if (!written.has(item)) {
        same.push(item.key);
      }
    }
    if (some.some(({ text }) => text !== undefined)) {
      await nextTurn();
    }
  }
  return same;
}

/** Writes these, whatever was there, and leaves all others alone. */
export async function putStatuses(
  db: Knex,
  statuses: readonly EntityMeshStatus[],
): Promise<void> {
  await putRows(db, statuses.map(describe));
}

/** What is known of a row before it is made. */
type Described = {
  status: EntityMeshStatus;
  key: RowKey;
  digest: string;
  /** Where it had to be made. */
  text?: string;
};

function describe(status: EntityMeshStatus): Described {
  let text: string | undefined;
  const digest = digestStatus(status, () => {
    text = writeStatusText(status);
    return digestText(text);
  });
  const key = { entity_ref: status.entityRef, pass_at: instantsOf(status) };
  return { status, key, digest, text };
}

async function putRows(
  db: Knex,
  described: readonly Described[],
): Promise<void> {
  const rows = described.map(
    ({ status, key, digest, text }): StatusRow => ({
      ...key,
      status: text ?? writeStatusText(status),
      digest,
    }),
  );
  await upsert(db, { table: 'status', key: 'entity_ref', rows });
  const heads = described.map(
    ({ status, key, digest }): StatusHeadRow => ({
      ...key,
      digest,
      summary: JSON.stringify(summarizeStatus(status)),
    }),
  );
  await upsert(db, { table: 'status_head', key: 'entity_ref', rows: heads });
}

/** Says of rows that are otherwise the same which pass they tell of. */
async function touch(db: Knex, rows: readonly RowKey[]) {
  for (const passAt of new Set(rows.map(row => row.pass_at))) {
    const refs = rows
      .filter(row => row.pass_at === passAt)
      .map(row => row.entity_ref);
    await inChunks(refs, chunk =>
      db<StatusHeadRow>('status_head')
        .whereIn('entity_ref', chunk)
        .update({ pass_at: passAt }),
    );
  }
}
