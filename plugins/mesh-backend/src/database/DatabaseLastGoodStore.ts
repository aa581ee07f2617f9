import {
  canonicalJson,
  type Declaration,
  type LastGood,
} from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { digestText, dropNulls, inChunks, upsert } from './rows';
import type { LastGoodStore } from './types';

/** So old may be what is said of when everything was seen last. */
const SEEN_MS = 60_000;

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

type Known = Pick<LastGoodRow, 'digest'> & { declaration: Declaration };

/** Digests of declarations that nobody changes any more. */
const digests = new WeakMap<Declaration, string>();

export class DatabaseLastGoodStore implements LastGoodStore {
  readonly #db: Knex;
  /** As they were read last: what did not change is not read again. */
  #known: ReadonlyMap<string, Known> = new Map();

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<LastGood[]> {
    const rows = await this.#db<LastGoodRow>('last_good')
      .select('entity_ref', 'digest', 'seen_at', 'missing_since', 'confirmed')
      .orderBy('entity_ref');
    const before = this.#known;
    const known = new Map<string, Known>();
    const unknown: string[] = [];
    for (const { entity_ref: ref, digest } of rows) {
      const same = before.get(ref);
      if (same?.digest === digest) {
        known.set(ref, same);
      } else {
        unknown.push(ref);
      }
    }
    await inChunks(unknown, async chunk => {
      const found = await this.#db<LastGoodRow>('last_good')
        .select('entity_ref', 'digest', 'declaration')
        .whereIn('entity_ref', chunk);
      for (const { entity_ref: ref, digest, declaration } of found) {
        known.set(ref, { digest, declaration: JSON.parse(declaration) });
      }
    });
    this.#known = known;
    return rows.flatMap(row => {
      const read = known.get(row.entity_ref);
      // Somebody may have removed it meanwhile.
      return read ? [toLastGood(row, read)] : [];
    });
  }

  async sync(listing: {
    at: string;
    readable: Declaration[];
    present: string[];
  }): Promise<void> {
    const { at, readable } = listing;
    const read = new Set(readable.map(({ entityRef }) => entityRef));
    const present = new Set([...listing.present, ...read]);

    await this.#db.transaction(async db => {
      const stored = await db<LastGoodRow>('last_good').select(
        'entity_ref',
        'digest',
        'seen_at',
        'missing_since',
      );
      const seenAt = chooseInstant(stored, { at, read });
      const before = new Map(stored.map(row => [row.entity_ref, row.digest]));
      const changed = readable.filter(
        item => before.get(item.entityRef) !== digestOf(item),
      );
      await upsert(db, {
        table: 'last_good',
        key: 'entity_ref',
        rows: changed.map(declaration => toRow(declaration, seenAt)),
      });

      const update = (refs: string[], values: Partial<LastGoodRow>) =>
        inChunks(refs, chunk =>
          db<LastGoodRow>('last_good')
            .whereIn('entity_ref', chunk)
            .update(values),
        );
      await update(
        stored
          .filter(row => read.has(row.entity_ref) && row.seen_at !== seenAt)
          .map(row => row.entity_ref),
        { seen_at: seenAt },
      );
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

/**
 * When everything that was read is said to be seen: now, or at the last
 * instant at which all else was. Passes may follow each other within seconds,
 * and each would write every row. Whoever is seen no more is so since before
 * the others, which claims are decided by.
 */
function chooseInstant(
  stored: ReadonlyArray<Pick<LastGoodRow, 'entity_ref' | 'seen_at'>>,
  { at, read }: { at: string; read: ReadonlySet<string> },
): string {
  const last = stored.reduce(
    (latest, row) => (row.seen_at > latest ? row.seen_at : latest),
    '',
  );
  const age = Date.parse(at) - Date.parse(last);
  const isEnough =
    age >= 0 &&
    age < SEEN_MS &&
    stored.every(row => row.seen_at !== last || read.has(row.entity_ref));
  return isEnough ? last : at;
}

function digestOf(declaration: Declaration): string {
  const known = digests.get(declaration);
  const digest = known ?? digestText(canonicalJson(declaration));
  digests.set(declaration, digest);
  return digest;
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

function toLastGood(
  row: Omit<LastGoodRow, 'declaration'>,
  { declaration }: Known,
): LastGood {
  const { missing_since: missingSince } = dropNulls(row);
  return {
    entityRef: row.entity_ref,
    declaration,
    seenAt: row.seen_at,
    ...(missingSince !== undefined && { missingSince }),
    ...(row.confirmed && { confirmed: true }),
  };
}
