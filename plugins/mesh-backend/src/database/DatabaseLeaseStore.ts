import type { Knex } from 'knex';
import type { LeaseStore } from './types';

/** A row of `lease`. */
type LeaseRow = { cluster: string; holder: string; expires_at: number };

/**
 * Leases by the clock of the database, which is the same one for every
 * replica.
 */
export class DatabaseLeaseStore implements LeaseStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async take(lease: {
    cluster: string;
    holder: string;
    milliseconds: number;
  }): Promise<boolean> {
    const { cluster, holder, milliseconds } = lease;
    const now = await this.#readClock();
    await this.#db<LeaseRow>('lease')
      .insert({ cluster, holder, expires_at: now + milliseconds })
      .onConflict('cluster')
      .merge()
      .where('lease.expires_at', '<=', now)
      .orWhere('lease.holder', holder);
    const row = await this.#db<LeaseRow>('lease').where({ cluster }).first();
    return row?.holder === holder;
  }

  async extend(lease: {
    cluster: string;
    holder: string;
    milliseconds: number;
  }): Promise<boolean> {
    const { cluster, holder, milliseconds } = lease;
    // One statement, as whoever asks may be in a hurry.
    const extended = await this.#db('lease')
      .where({ cluster, holder })
      .update({
        expires_at: this.#db.raw(`cast(${this.#clock} as bigint) + ?`, [
          milliseconds,
        ]),
      });
    return extended > 0;
  }

  async release(lease: { cluster: string; holder: string }): Promise<void> {
    const { cluster, holder } = lease;
    await this.#db<LeaseRow>('lease').where({ cluster, holder }).delete();
  }

  async listExpired(): Promise<string[]> {
    const now = await this.#readClock();
    return this.#db<LeaseRow>('lease')
      .where('expires_at', '<=', now)
      .orderBy('cluster')
      .pluck('cluster');
  }

  async #readClock(): Promise<number> {
    const row = await this.#db
      .select({ now: this.#db.raw(this.#clock) })
      .first();
    return Math.round(Number(row.now));
  }

  /** Milliseconds since 1970, in SQL. */
  get #clock(): string {
    const isPostgres = this.#db.client.config.client === 'pg';
    return isPostgres
      ? 'extract(epoch from clock_timestamp()) * 1000'
      : "(julianday('now') - 2440587.5) * 86400000";
  }
}
