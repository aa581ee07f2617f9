import {
  canonicalJson,
  type Declaration,
  type LastGood,
} from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { digestText, dropNulls, inChunks, upsert } from './rows';
import type { LastGoodStore } from './types';

/** A row of `last_good`. */
type LastGoodRow = {
  entity_ref: string;
  declaration: string;
  digest: string;
  seen_at: string;
  missing_since: string | null;
  /** SQLite answers with 0 and 1. */
  confirmed: boolean | number;
};

export class DatabaseLastGoodStore implements LastGoodStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<LastGood[]> {
    const rows = await this.#db<LastGoodRow>('last_good').orderBy('entity_ref');
    return rows.map(toLastGood);
  }

  async sync(listing: {
    at: string;
    readable: Declaration[];
    present: string[];
  }): Promise<void> {
    const { at } = listing;
    const rows = listing.readable.map(declaration => toRow(declaration, at));
    const read = new Set(rows.map(row => row.entity_ref));
    const present = new Set([...listing.present, ...read]);

    await this.#db.transaction(async db => {
      const stored = await db<LastGoodRow>('last_good').select(
        'entity_ref',
        'digest',
        'missing_since',
      );
      const digests = new Map(stored.map(row => [row.entity_ref, row.digest]));
      const changed = rows.filter(
        row => digests.get(row.entity_ref) !== row.digest,
      );
      await upsert(db, {
        table: 'last_good',
        key: 'entity_ref',
        rows: changed,
      });

      const update = (refs: string[], values: Partial<LastGoodRow>) =>
        inChunks(refs, chunk =>
          db<LastGoodRow>('last_good')
            .whereIn('entity_ref', chunk)
            .update(values),
        );
      await update([...read], { seen_at: at });
      await update(
        stored
          .filter(row => row.missing_since && present.has(row.entity_ref))
          .map(row => row.entity_ref),
        { missing_since: null, confirmed: false },
      );
      await update(
        stored
          .filter(row => !row.missing_since && !present.has(row.entity_ref))
          .map(row => row.entity_ref),
        { missing_since: at },
      );
    });
  }

  async confirm(entityRef: string): Promise<void> {
    await this.#db<LastGoodRow>('last_good')
      .where({ entity_ref: entityRef })
      .whereNotNull('missing_since')
      .update({ confirmed: true });
  }

  async remove(entityRefs: string[]): Promise<void> {
    await inChunks(entityRefs, chunk =>
      this.#db<LastGoodRow>('last_good').whereIn('entity_ref', chunk).delete(),
    );
  }
}

function toRow(declaration: Declaration, at: string): LastGoodRow {
  const text = canonicalJson(declaration);
  return {
    entity_ref: declaration.entityRef,
    declaration: text,
    digest: digestText(text),
    seen_at: at,
    missing_since: null,
    confirmed: false,
  };
}

function toLastGood(row: LastGoodRow): LastGood {
  const { missing_since: missingSince } = dropNulls(row);
  return {
    entityRef: row.entity_ref,
    declaration: JSON.parse(row.declaration),
    seenAt: row.seen_at,
    ...(missingSince !== undefined && { missingSince }),
    ...(row.confirmed && { confirmed: true }),
  };
}
