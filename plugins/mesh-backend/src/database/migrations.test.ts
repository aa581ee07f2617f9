import { readdirSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { MeshDatabase } from './MeshDatabase';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  '@meshwright/plugin-mesh-backend',
  'migrations',
);

/** One row per table, by the migration that creates the table. */
const rows: Array<Record<string, object>> = [
  {
    binding: {
      id: '1',
      identity: 'hash',
      cluster: 'dev',
      namespace: 'shop',
      owner: 'group:default/shop',
      origin: 'admin',
      made_by: 'user:default/petra',
      made_at: '2027-01-01T00:00:00.000Z',
    },
    approval: {
      id: '1',
      consumer_ref: 'component:default/web',
      provider_ref: 'component:default/api',
      environment: '*',
      decision: 'approve',
      scope: '{}',
      made_by: 'user:default/olaf',
      made_at: '2027-01-01T00:00:00.000Z',
    },
    stage: {
      cluster: 'dev',
      namespace: 'shop',
      stage: 'enforce',
      step: 'network',
      created: true,
      made_by: 'user:default/petra',
      made_at: '2027-01-01T00:00:00.000Z',
    },
  },
  {
    last_good: {
      entity_ref: 'component:default/web',
      declaration: '{}',
      digest: 'hash',
      seen_at: '2027-01-01T00:00:00.000Z',
      confirmed: false,
    },
    hint: {
      entity_ref: 'component:default/web',
      hash: 'hash',
      noted_at: '2027-01-01T00:00:00.000Z',
    },
  },
  {
    status: {
      entity_ref: 'component:default/web',
      status: '{}',
      digest: 'hash',
      pass_at: '2027-01-01T00:00:00.000Z',
    },
    pass: {
      cluster: 'dev',
      state: 'managing',
      message: 'Nothing to do.',
      finished_at: '2027-01-01T00:00:00.000Z',
      changes: 0,
      failed: 0,
      settling: '{}',
      applied_digests: '{}',
    },
  },
  // Adds a column only.
  {},
  { lease: { cluster: 'dev', holder: 'one', expires_at: 1800000000000 } },
  {
    contract: {
      entity_ref: 'api:default/payments',
      contract: '{}',
      digest: 'hash',
      seen_at: '2027-01-01T00:00:00.000Z',
    },
  },
  {
    cluster: {
      name: 'dev',
      instance: 'test',
      spec: '{}',
      settings: '{}',
      state: 'ready',
    },
    run: {
      id: '1',
      key: 'task',
      kind: 'provision',
      cluster: 'dev',
      is_planned: true,
      state: 'running',
      made_by: 'user:default/petra',
      created_at: '2027-01-01T00:00:00.000Z',
      generation: 1,
      events: 1,
    },
    run_step: {
      run: '1',
      id: 'network',
      position: 0,
      step: '{}',
      state: 'running',
      attempts: 1,
    },
    run_event: {
      run: '1',
      sequence: 1,
      at: '2027-01-01T00:00:00.000Z',
      level: 'info',
      message: 'Begun.',
    },
  },
  {
    cluster_preview: {
      digest: 'hash',
      steps: '[]',
      shown_at: '2027-01-01T00:00:00.000Z',
    },
  },
  // Adds a column only.
  {},
  {
    custody: {
      cluster: 'dev',
      state: 'managed',
      by: 'user:default/petra',
      at: '2027-01-01T00:00:00.000Z',
      reason: 'Moved',
      former: '[]',
      guarded: false,
      withdraw: false,
    },
  },
  // Adds a column only.
  {},
  {
    status_head: {
      entity_ref: 'component:default/web',
      digest: 'hash',
      pass_at: '2027-01-01T00:00:00.000Z',
      summary: '{}',
    },
  },
  {
    applied_digest: {
      cluster: 'dev',
      namespace: 'shop',
      digests: '{}',
      digest: 'hash',
    },
  },
];

async function countRows(knex: Knex, steps: typeof rows) {
  const tables = steps.flatMap(step => Object.keys(step));
  const counts = await Promise.all(tables.map(table => knex(table).count()));
  return counts.map(([row]) => Number(Object.values(row)[0]));
}

describe('migrations', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  it('are all covered here', () => {
    expect(readdirSync(directory)).toHaveLength(rows.length);
  });

  it.each(databases.eachSupportedId())(
    'go up step by step and keep the rows, and down again, %p',
    async databaseId => {
      const knex = await databases.init(databaseId);

      for (const [index, step] of rows.entries()) {
        await knex.migrate.up({ directory });
        for (const [table, row] of Object.entries(step)) {
          await knex(table).insert(row);
        }
        const counts = await countRows(knex, rows.slice(0, index + 1));
        expect(counts.every(count => count === 1)).toBe(true);
      }

      for (const [index, step] of [...rows.entries()].reverse()) {
        await knex.migrate.down({ directory });
        for (const table of Object.keys(step)) {
          await expect(knex.schema.hasTable(table)).resolves.toBe(false);
        }
        const counts = await countRows(knex, rows.slice(0, index));
        expect(counts.every(count => count === 1)).toBe(true);
      }
    },
  );

  it.each(databases.eachSupportedId())(
    'carry over what was applied, and back, %p',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const digests = {
        '#configuration': '{}',
        '/Namespace//shop': 'a',
        'apps/Deployment/shop/web': 'b',
        'apps/Deployment/pay/api': 'c',
      };
      const steps = rows.slice(0, -1);
      for (const _ of steps) await knex.migrate.up({ directory });
      const { pass } = Object.assign({}, ...steps);
      const applied_digests = JSON.stringify(digests);
      await knex('pass').insert({ ...pass, applied_digests });

      await knex.migrate.up({ directory });
      const { passes } = await MeshDatabase.create({
        database: mockServices.database({ knex }),
      });
      expect((await passes.get('dev'))?.appliedDigests).toEqual(digests);

      await knex.migrate.down({ directory });
      const [row] = await knex('pass');
      expect(JSON.parse(row.applied_digests)).toEqual(digests);
    },
  );
});
