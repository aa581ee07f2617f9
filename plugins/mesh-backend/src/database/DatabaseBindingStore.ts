import { randomUUID } from 'node:crypto';
import { type Binding, canonicalJson } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { digestText, dropNulls } from './rows';
import type { BindingStore } from './types';

/** A row of `binding`. */
type BindingRow = {
  id: string;
  identity: string;
  cluster: string;
  namespace?: string | null;
  host?: string | null;
  owner: string;
  location_prefix?: string | null;
  origin: Binding['origin'];
  made_by: string;
  made_at: string;
  reason?: string | null;
};

export class DatabaseBindingStore implements BindingStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<Binding[]> {
    const rows = await this.#db<BindingRow>('binding').orderBy([
      'made_at',
      'id',
    ]);
    return rows.map(toBinding);
  }

  async add(binding: Omit<Binding, 'id'>): Promise<Binding> {
    const row = toRow(binding);
    await this.#db<BindingRow>('binding')
      .insert(row)
      .onConflict('identity')
      .ignore();
    const stored = await this.#db<BindingRow>('binding')
      .where({ identity: row.identity })
      .first();
    return toBinding(stored ?? row);
  }
}

function toRow(binding: Omit<Binding, 'id'>): BindingRow {
  const { cluster, namespace, host, owner, locationPrefix } = binding;
  return {
    id: randomUUID(),
    identity: digestText(
      canonicalJson({ cluster, namespace, host, owner, locationPrefix }),
    ),
    cluster,
    namespace,
    host,
    owner,
    location_prefix: locationPrefix,
    origin: binding.origin,
    made_by: binding.by,
    made_at: binding.at,
    reason: binding.reason,
  };
}

function toBinding(row: BindingRow): Binding {
  const {
    identity: _,
    location_prefix: locationPrefix,
    made_by: by,
    made_at: at,
    ...rest
  } = dropNulls(row);
  return {
    ...rest,
    by,
    at,
    ...(locationPrefix !== undefined && { locationPrefix }),
  };
}
