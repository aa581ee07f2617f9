import type { Contract } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { digestText, inChunks, upsert } from './rows';
import type { ContractStore } from './types';

/** A row of `contract`. */
type ContractRow = {
  entity_ref: string;
  contract: string;
  digest: string;
  seen_at: string;
};

/** Digests of contracts that nobody changes any more. */
const digests = new WeakMap<Contract, string>();

export class DatabaseContractStore implements ContractStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async listRefs(): Promise<string[]> {
    const rows = await this.#db<ContractRow>('contract')
      .select('entity_ref')
      .orderBy('entity_ref');
    return rows.map(row => row.entity_ref);
  }

  async get(apiRefs: readonly string[]): Promise<Map<string, Contract>> {
    const contracts = new Map<string, Contract>();
    await inChunks(apiRefs, async chunk => {
      const rows = await this.#db<ContractRow>('contract').whereIn(
        'entity_ref',
        chunk,
      );
      for (const row of rows) {
        contracts.set(row.entity_ref, JSON.parse(row.contract));
      }
    });
    return contracts;
  }

  async sync(listing: {
    at: string;
    readable: ReadonlyMap<string, Contract>;
    used: ReadonlySet<string>;
  }): Promise<void> {
    const { at, readable, used } = listing;
    const wanted = [...readable].filter(([ref]) => used.has(ref));
    await this.#db.transaction(async db => {
      const stored = await db<ContractRow>('contract').select(
        'entity_ref',
        'digest',
      );
      const before = new Map(stored.map(row => [row.entity_ref, row.digest]));
      await upsert(db, {
        table: 'contract',
        key: 'entity_ref',
        rows: wanted
          .filter(([ref, item]) => before.get(ref) !== digestOf(item))
          .map(([ref, contract]) => toRow(ref, contract, at)),
      });
      const unused = [...before.keys()].filter(ref => !used.has(ref));
      await inChunks(unused, chunk =>
        db<ContractRow>('contract').whereIn('entity_ref', chunk).delete(),
      );
    });
  }
}

function digestOf(contract: Contract): string {
  const known = digests.get(contract);
  const digest = known ?? digestText(JSON.stringify(contract));
  digests.set(contract, digest);
  return digest;
}

function toRow(ref: string, contract: Contract, at: string): ContractRow {
  const text = JSON.stringify(contract);
  return {
    entity_ref: ref,
    contract: text,
    digest: digestText(text),
    seen_at: at,
  };
}
