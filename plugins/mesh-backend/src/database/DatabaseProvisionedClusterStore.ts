import type { ProvisionedCluster } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import type { ClusterChange, ProvisionedClusterStore } from './runTypes';

/** A row of `cluster`. */
type ClusterRow = {
  name: string;
  instance: string;
  spec: string;
  settings: string;
  state: ProvisionedCluster['state'];
};

/** Clusters that runs made; only a run writes them, with its progress. */
export class DatabaseProvisionedClusterStore
  implements ProvisionedClusterStore
{
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<ProvisionedCluster[]> {
    const rows = await this.#db<ClusterRow>('cluster').orderBy('name');
    return rows.map(toCluster);
  }

  async get(name: string): Promise<ProvisionedCluster | undefined> {
    const row = await this.#db<ClusterRow>('cluster').where({ name }).first();
    return row && toCluster(row);
  }
}

/** Part of the transaction that records the progress of a run. */
export async function writeClusterChange(
  db: Knex,
  change: ClusterChange,
): Promise<void> {
  if ('remove' in change) {
    await db<ClusterRow>('cluster').where({ name: change.remove }).delete();
    return;
  }
  const { put, instance } = change;
  await db<ClusterRow>('cluster')
    .insert({
      name: put.name,
      instance,
      spec: JSON.stringify(put.spec),
      settings: JSON.stringify(put.settings),
      state: put.state,
    })
    .onConflict('name')
    .merge();
}

function toCluster(row: ClusterRow): ProvisionedCluster {
  return {
    name: row.name,
    spec: JSON.parse(row.spec),
    settings: JSON.parse(row.settings),
    state: row.state,
  };
}
