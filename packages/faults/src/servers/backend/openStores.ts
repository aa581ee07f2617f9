import knex from 'knex';
import type { Company } from '../createCompany';
import { MeshDatabase } from '../parts';

/** A SQLite database with the decisions of the company, when it is new. */
export async function openStores(
  filename: string,
  { input }: Company,
): Promise<MeshDatabase> {
  const client = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });
  await client.raw('PRAGMA journal_mode = WAL');
  await client.raw('PRAGMA synchronous = OFF');
  const stores = await MeshDatabase.create({
    database: { getClient: async () => client },
  });
  const known = await stores.stages.list();
  if (known.length === 0) {
    for (const { id: _, ...approval } of input.approvals) {
      await stores.approvals.add(approval);
    }
    for (const stage of input.stages) {
      await stores.stages.put(stage);
    }
  }
  return stores;
}
