import knex from 'knex';
import { toLog } from '../../backend/toLog';
import type { Company } from '../createCompany';
import { MeshDatabase } from '../parts';

/** A database with the decisions of the company, when it is new. */
export async function openStores(
  database: string,
  { input }: Company,
): Promise<MeshDatabase> {
  const client = knex({
    client: 'pg',
    connection: database,
    pool: { min: 0, max: 10 },
    log: toLog(text => process.stderr.write(`${text}\n`)),
  });
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
