import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { DatabasePassStore } from './DatabasePassStore';
import { digestText, inChunks, upsert } from './rows';
import { readStatusText, writeStatusText } from './statusText';
import { takeTurn } from './takeTurn';
import type { StatusStore, StoredForPass, StoredPass } from './types';

/** A row of `status`. */
type StatusRow = {
  entity_ref: string;
  status: string;
  digest: string;
  pass_at: string;
};

type RowKey = Pick<StatusRow, 'entity_ref' | 'pass_at'>;

/** So many texts are made without a pause; one takes tens of kilobytes. */
const AT_A_TIME = 50;

export class DatabaseStatusStore implements StatusStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async get(entityRef: string): Promise<EntityMeshStatus | undefined> {
    const row = await this.#db<StatusRow>('status')
      .where({ entity_ref: entityRef })
      .first();
    return row && readStatusText(row.status, row.pass_at);
  }

  async list(): Promise<EntityMeshStatus[]> {
    const rows = await this.#db<StatusRow>('status').orderBy('entity_ref');
    return rows.map(row => readStatusText(row.status, row.pass_at));
  }

  async replaceAll(statuses: EntityMeshStatus[]): Promise<void> {
    const wanted = new Set(statuses.map(({ entityRef }) => entityRef));

    await this.#db.transaction(async db => {
      const stored = await db<StatusRow>('status').select(
        'entity_ref',
        'digest',
        'pass_at',
      );
      const before = new Map(stored.map(row => [row.entity_ref, row]));
      const same = await putChanged(db, { statuses, before });
      await touch(
        db,
        same.filter(row => before.get(row.entity_ref)?.pass_at !== row.pass_at),
      );
      const gone = stored
        .map(row => row.entity_ref)
        .filter(ref => !wanted.has(ref));
      await inChunks(gone, chunk =>
        db<StatusRow>('status').whereIn('entity_ref', chunk).delete(),
      );
    });
  }

  async storePass(
    pass: StoredPass,
    derive: (stored: StoredForPass) => Promise<EntityMeshStatus[]>,
  ): Promise<void> {
    await this.#db.transaction(async db => {
      await takeTurn(db, 'status');
      const statuses = new DatabaseStatusStore(db);
      const passes = new DatabasePassStore(db);
      // Before anything is read: SQLite then lets nobody else write.
      await passes.put(pass);
      await statuses.replaceAll(await derive({ statuses, passes }));
    });
  }
}

/**
 * Writes the rows that say something else than before, in key order; the
 * others are handed out. The texts of a large company take hundreds of
 * megabytes and seconds, so only a few exist at a time, and between them
 * whatever else waits has its turn.
 */
async function putChanged(
  db: Knex,
  options: {
    statuses: readonly EntityMeshStatus[];
    before: ReadonlyMap<string, Pick<StatusRow, 'digest'>>;
  },
): Promise<RowKey[]> {
  const { statuses, before } = options;
  const same: RowKey[] = [];
  const sorted = [...statuses].sort((a, b) =>
    a.entityRef < b.entityRef ? -1 : 1,
  );
  for (let start = 0; start < sorted.length; start += AT_A_TIME) {
    const rows = sorted.slice(start, start + AT_A_TIME).map(toRow);
    const isNew = (row: StatusRow) =>
      before.get(row.entity_ref)?.digest !== row.digest;
    await upsert(db, {
      table: 'status',
      key: 'entity_ref',
      rows: rows.filter(isNew),
    });
    for (const row of rows) {
      if (!isNew(row)) {
        same.push({ entity_ref: row.entity_ref, pass_at: row.pass_at });
      }
    }
    await nextTurn();
  }
  return same;
}

/** Says of rows that are otherwise the same which pass they tell of. */
async function touch(db: Knex, rows: readonly RowKey[]) {
  for (const passAt of new Set(rows.map(row => row.pass_at))) {
    const refs = rows
      .filter(row => row.pass_at === passAt)
      .map(row => row.entity_ref);
    await inChunks(refs, chunk =>
      db<StatusRow>('status')
        .whereIn('entity_ref', chunk)
        .update({ pass_at: passAt }),
    );
  }
}

function toRow(status: EntityMeshStatus): StatusRow {
  const text = writeStatusText(status);
  return {
    entity_ref: status.entityRef,
    status: text,
    digest: digestText(text),
    pass_at: status.passAt,
  };
}
