import type { Knex } from 'knex';
import { inChunks } from './rows';
import type { Hint, HintStore } from './types';

/** A row of `hint`. */
type HintRow = { entity_ref: string; hash: string; noted_at: string };

export class DatabaseHintStore implements HintStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(hint: Hint): Promise<void> {
    await this.#db<HintRow>('hint')
      .insert({
        entity_ref: hint.entityRef,
        hash: hint.hash,
        noted_at: hint.at,
      })
      .onConflict('entity_ref')
      .merge()
      .where('hint.noted_at', '<=', hint.at);
  }

  async list(): Promise<Hint[]> {
    const rows = await this.#db<HintRow>('hint').orderBy('entity_ref');
    return rows.map(row => ({
      entityRef: row.entity_ref,
      hash: row.hash,
      at: row.noted_at,
    }));
  }

  async remove(
    hints: ReadonlyArray<Pick<Hint, 'entityRef' | 'hash'>>,
  ): Promise<void> {
    const pairs = hints.map(({ entityRef, hash }) => [entityRef, hash]);
    await inChunks(pairs, chunk =>
      this.#db<HintRow>('hint').whereIn(['entity_ref', 'hash'], chunk).delete(),
    );
  }
}
