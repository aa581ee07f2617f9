import type { Knex } from 'knex';

/** That a replica got the lease of a cluster. */
export type Taking = {
  cluster: string;
  replica: string;
  /** Milliseconds since 1970, with a fraction. */
  at: number;
};

/**
 * Who had which lease, written down by the database itself: the table of the
 * product, watched by a trigger. Replicas are known by the names that their
 * connections have.
 */
export class LeaseHistory {
  readonly #knex: Knex;
  readonly #schema: string;

  private constructor(knex: Knex, schema: string) {
    this.#knex = knex;
    this.#schema = schema;
  }

  static async start(knex: Knex, schema: string): Promise<LeaseHistory> {
    await knex.raw(
      `create table ??.taking (
        number serial primary key, cluster text, replica text,
        at timestamptz default clock_timestamp());`,
      [schema],
    );
    await knex.raw(
      `create function ??.note() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' or new.holder <> old.holder then
            insert into ??.taking (cluster, replica)
              values (new.cluster, current_setting('application_name'));
          end if;
          return new;
        end $$`,
      [schema, schema],
    );
    await knex.raw(
      `create trigger note after insert or update on ??.lease
        for each row execute function ??.note()`,
      [schema, schema],
    );
    return new LeaseHistory(knex, schema);
  }

  /** In their order. */
  async list(cluster: string): Promise<Taking[]> {
    const rows = await this.#knex
      .withSchema(this.#schema)
      .from('taking')
      .where({ cluster })
      .orderBy('number')
      .select(
        'cluster',
        'replica',
        this.#knex.raw('extract(epoch from at) * 1000 as at'),
      );
    return rows.map(row => ({ ...row, at: Number(row.at) }));
  }

  /** True while somebody makes a pass, or died in one. */
  async isTaken(cluster: string): Promise<boolean> {
    const row = await this.#knex
      .withSchema(this.#schema)
      .from('lease')
      .where({ cluster })
      .first();
    return row !== undefined;
  }
}
