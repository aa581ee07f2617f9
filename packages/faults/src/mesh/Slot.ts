import createKnex, { type Knex } from 'knex';
import { MeshDatabase } from './parts';
import { patiently } from './patiently';
import { toLog } from '../backend/toLog';

/** A database of its own for one run at a time. */
export class Slot {
  readonly schema: string;
  readonly stores: MeshDatabase;
  readonly #knex: Knex;

  static async open(options: { url: string; schema: string }): Promise<Slot> {
    const { url, schema } = options;
    const knex = createKnex({
      client: 'pg',
      connection: url,
      searchPath: [schema],
      pool: { min: 0, max: 4 },
      log: toLog(() => undefined),
    });
    await knex.raw('drop schema if exists ?? cascade', [schema]);
    await knex.raw('create schema ??', [schema]);
    const database = { getClient: async () => knex };
    const stores = await MeshDatabase.create({ database });
    return new Slot({ schema, knex, stores });
  }

  private constructor(parts: {
    schema: string;
    knex: Knex;
    stores: MeshDatabase;
  }) {
    this.schema = parts.schema;
    this.stores = parts.stores;
    this.#knex = parts.knex;
  }

  /** Forgets everything that a run left. */
  async clear(): Promise<void> {
    await patiently(async () => {
      for (const table of await this.#listTables()) {
        await this.#knex(table).delete();
      }
    });
  }

  /** Every row of every table, as text. */
  async dump(): Promise<string> {
    return patiently(async () => {
      const rows = [];
      for (const table of await this.#listTables()) {
        rows.push(await this.#knex(table));
      }
      return JSON.stringify(rows);
    });
  }

  async close(): Promise<void> {
    await this.#knex.raw('drop schema ?? cascade', [this.schema]);
    await this.#knex.destroy();
  }

  async #listTables(): Promise<string[]> {
    const tables = await this.#knex('information_schema.tables')
      .where({ table_schema: this.schema })
      .select('table_name as name');
    return tables
      .map(({ name }) => name as string)
      .filter(name => !name.startsWith('knex_'));
  }
}
