import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import DataLoader from 'dataloader';
import type { Knex } from 'knex';
import { DatabasePassStore } from './DatabasePassStore';
import { markStale } from './markStale';
import {
  AT_A_TIME,
  listSummaries,
  readStatusRows,
  type StatusRow,
} from './readStatuses';
import { inChunks } from './rows';
import { fillInPass, readStatusText } from './statusText';
import type { StatusSummary } from './summarizeStatus';
import { takeTurn } from './takeTurn';
import type {
  StatusesOfPass,
  StatusStore,
  StatusText,
  StoredForPass,
  StoredPass,
} from './types';
import { replaceStatuses } from './writeStatuses';

export class DatabaseStatusStore implements StatusStore {
  readonly #db: Knex;
  /**
   * Rows that are asked for in one turn take one of the few connections, not
   * one each: while a pass computes, many come at once.
   */
  readonly #rows = new DataLoader<string, StatusRow | undefined>(
    refs => this.#readRows(refs),
    { cache: false, maxBatchSize: AT_A_TIME, batchScheduleFn: setImmediate },
  );

  constructor(db: Knex) {
    this.#db = db;
  }

  async get(entityRef: string): Promise<EntityMeshStatus | undefined> {
    const row = await this.#rows.load(entityRef);
    return row && readStatusText(row.status, row.pass_at);
  }

  async getText(entityRef: string): Promise<StatusText | undefined> {
    const row = await this.#rows.load(entityRef);
    return (
      row && {
        json: fillInPass(row.status, row.pass_at),
        version: `${row.digest} ${row.pass_at}`,
      }
    );
  }

  async #readRows(
    refs: readonly string[],
  ): Promise<Array<StatusRow | undefined>> {
    const rows = await readStatusRows(this.#db, [...new Set(refs)]);
    const found = new Map(rows.map(row => [row.entity_ref, row]));
    return refs.map(ref => found.get(ref));
  }

  async list(entityRefs?: readonly string[]): Promise<EntityMeshStatus[]> {
    const found: EntityMeshStatus[] = [];
    const read = async (refs?: readonly string[]) => {
      for (const row of await readStatusRows(this.#db, refs)) {
        found.push(readStatusText(row.status, row.pass_at));
      }
    };
    await (entityRefs ? inChunks([...entityRefs].sort(), read) : read());
    return found;
  }

  async listSummaries(
    entityRefs?: readonly string[],
  ): Promise<StatusSummary[]> {
    return listSummaries(this.#db, entityRefs);
  }

  async replaceAll(
    statuses: EntityMeshStatus[],
    elsewhere: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    await this.#db.transaction(db =>
      replaceStatuses(db, { statuses, elsewhere }),
    );
  }

  async storePass(
    pass: StoredPass,
    derive: (stored: StoredForPass) => Promise<StatusesOfPass>,
  ): Promise<void> {
    await this.#db.transaction(async db => {
      await takeTurn(db, 'status');
      const statuses = new DatabaseStatusStore(db);
      const passes = new DatabasePassStore(db);
      // Before anything is read: SQLite then lets nobody else write.
      await passes.put(pass);
      const after = await derive({ statuses, passes });
      await statuses.replaceAll(after.statuses, after.elsewhere);
    });
  }

  async storeHeld(pass: StoredPass, since: string): Promise<void> {
    await this.#db.transaction(async db => {
      await takeTurn(db, 'status');
      await new DatabasePassStore(db).put(pass);
      await markStale(db, { cluster: pass.cluster, since });
    });
  }
}
