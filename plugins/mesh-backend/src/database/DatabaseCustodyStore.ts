import type { Knex } from 'knex';
import type { CustodyState } from '@meshwright/plugin-mesh-common';
import type {
  CustodyDecision,
  CustodyStore,
  StoredCustody,
} from './custodyTypes';

/** A row of `custody`. */
type CustodyRow = {
  cluster: string;
  state: CustodyState;
  by: string;
  at: string;
  reason: string;
  former: string;
  guarded: boolean | number;
  withdraw: boolean | number;
  leftovers: string | null;
};

const FRESH = {
  state: 'managed',
  former: '[]',
  guarded: false,
  withdraw: false,
  leftovers: null,
} as const;

export class DatabaseCustodyStore implements CustodyStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async get(cluster: string): Promise<StoredCustody | undefined> {
    const row = await this.#rows().where({ cluster }).first();
    return row && toCustody(row);
  }

  async list(): Promise<StoredCustody[]> {
    return (await this.#rows().orderBy('cluster')).map(toCustody);
  }

  async decide(
    decision: CustodyDecision & {
      from: readonly CustodyState[];
      to: CustodyState;
    },
  ): Promise<boolean> {
    const { from, to, ...who } = decision;
    await this.#ensure(who);
    const changed = await this.#rows()
      .where({ cluster: who.cluster })
      .whereIn('state', [...from])
      .update({ ...who, state: to });
    return changed === 1;
  }

  async settle(change: {
    cluster: string;
    from: CustodyState;
    to: CustodyState;
  }): Promise<boolean> {
    const { cluster, from, to } = change;
    const changed = await this.#rows()
      .where({ cluster, state: from })
      .update({ state: to });
    return changed === 1;
  }

  async addFormer(
    decision: CustodyDecision & { former: string },
  ): Promise<void> {
    const { former, ...who } = decision;
    await this.#ensure(who);
    await this.#db.transaction(async tx => {
      const rows = () =>
        tx<CustodyRow>('custody').where('cluster', who.cluster);
      const row = await rows().first();
      const known: string[] = JSON.parse(row?.former ?? '[]');
      await rows().update({
        ...who,
        former: JSON.stringify([...new Set([...known, former])].sort()),
        guarded: true,
        withdraw: false,
      });
    });
  }

  async note(
    cluster: string,
    change: Parameters<CustodyStore['note']>[1],
  ): Promise<void> {
    const { leftovers, ...flags } = change;
    await this.#rows()
      .where({ cluster })
      .update({
        ...flags,
        ...(leftovers !== undefined && {
          leftovers: leftovers && JSON.stringify(leftovers),
        }),
      });
  }

  /** A cluster without a row is managed, and nobody decided that. */
  async #ensure(who: CustodyDecision) {
    await this.#rows()
      .insert({ ...FRESH, ...who })
      .onConflict('cluster')
      .ignore();
  }

  #rows() {
    return this.#db<CustodyRow>('custody');
  }
}

function toCustody(row: CustodyRow): StoredCustody {
  const { former, guarded, withdraw, leftovers, ...others } = row;
  return {
    ...others,
    former: JSON.parse(former),
    guarded: Boolean(guarded),
    withdraw: Boolean(withdraw),
    ...(leftovers !== null && { leftovers: JSON.parse(leftovers) }),
  };
}
