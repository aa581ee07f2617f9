import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabasePassStore } from './DatabasePassStore';
import { MeshDatabase } from './MeshDatabase';
import { digestText } from './rows';
import type { StoredPass } from './types';

jest.setTimeout(60_000);

const policy = (place: string) =>
  `security.istio.io/AuthorizationPolicy/${place}`;

const passWith = (
  appliedDigests: Record<string, string>,
  more: Partial<StoredPass> = {},
): StoredPass => ({
  cluster: 'dev',
  state: 'managing',
  message: 'Nothing to do.',
  finishedAt: '2027-01-01T00:00:00.000Z',
  changes: 0,
  failed: 0,
  settling: {},
  appliedDigests,
  ...more,
});

const first = {
  '#configuration': '{}',
  '/Namespace//shop': 'n1',
  [policy('shop/web')]: 'p1',
  [policy('shop/api')]: 'p2',
  [policy('pay/api')]: 'p3',
};

describe('DatabasePassStore', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  const open = async (databaseId: (typeof all)[number]) => {
    const knex = await databases.init(databaseId);
    const { passes } = await MeshDatabase.create({
      database: mockServices.database({ knex }),
    });
    return { knex, passes };
  };
  const all = databases.eachSupportedId().map(([id]) => id);

  /** Namespaces whose digests are written or removed meanwhile. */
  async function watch(knex: Knex, work: () => Promise<unknown>) {
    const touched: unknown[] = [];
    const note = ({ sql, bindings = [] }: Knex.Sql & { bindings: unknown[] }) =>
      /^(insert|delete|update).*applied_digest/.test(sql) &&
      touched.push(...bindings.filter(value => value !== 'dev'));
    knex.on('query', note);
    await work();
    knex.removeListener('query', note);
    return touched.filter(value => ['', 'shop', 'pay'].includes(`${value}`));
  }

  it.each(all)(
    'writes what was applied where it changed only, %p',
    async databaseId => {
      const { knex, passes } = await open(databaseId);
      const put = (digests: Record<string, string>) =>
        watch(knex, () => passes.put(passWith(digests)));

      expect(await put(first)).toEqual(['', 'pay', 'shop']);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(first);
      expect(await put({ ...first })).toEqual([]);

      const edited = { ...first, [policy('shop/web')]: 'p9' };
      expect(await put(edited)).toEqual(['shop']);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(edited);

      const { [policy('shop/web')]: _, ...fewer } = edited;
      expect(await put(fewer)).toEqual(['shop']);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(fewer);

      const { [policy('pay/api')]: __, ...gone } = fewer;
      expect(await put(gone)).toEqual(['pay']);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(gone);
    },
  );

  it.each(all)(
    'reads what another replica stored since, %p',
    async databaseId => {
      const { knex, passes } = await open(databaseId);
      await passes.put(passWith(first));
      const digests = JSON.stringify({ [policy('pay/api')]: 'theirs' });
      await knex('applied_digest')
        .where({ namespace: 'pay' })
        .update({ digests, digest: digestText(digests) });
      await knex('applied_digest').where({ namespace: '' }).delete();

      const { appliedDigests } = (await passes.get('dev'))!;
      expect(appliedDigests).toEqual({
        [policy('shop/web')]: 'p1',
        [policy('shop/api')]: 'p2',
        [policy('pay/api')]: 'theirs',
      });
      // What it wrote itself before is written again over theirs.
      await passes.put(passWith(first));
      expect((await passes.get('dev'))?.appliedDigests).toEqual(first);
    },
  );

  it.each(all)(
    'forgets what it could not store after all, %p',
    async databaseId => {
      const { knex, passes } = await open(databaseId);
      await passes.put(passWith(first));
      const edited = { ...first, [policy('shop/web')]: 'p9' };
      const late = passWith(edited, { after: '2026-01-01T00:00:00.000Z' });
      await expect(passes.put(late)).rejects.toThrow(/Another replica/);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(first);

      const failure = new Error('the rest of the transaction fails');
      const given = knex.transaction(async db => {
        await new DatabasePassStore(db).put(passWith(edited));
        throw failure;
      });
      await expect(given).rejects.toBe(failure);
      expect((await passes.get('dev'))?.appliedDigests).toEqual(first);
      await passes.put(passWith(edited));
      expect((await passes.get('dev'))?.appliedDigests).toEqual(edited);
    },
  );

  it.each(all)('tells of passes without reading it, %p', async databaseId => {
    const { knex, passes } = await open(databaseId);
    await passes.put(passWith(first));
    const { appliedDigests: _, ...summary } = passWith(first);
    const asked: string[] = [];
    knex.on('query', ({ sql }) => asked.push(sql));
    expect(await passes.list()).toEqual([summary]);
    expect(await passes.getSummary('dev')).toEqual(summary);
    expect(await passes.getSummary('other')).toBeUndefined();
    expect(asked.filter(sql => sql.includes('applied_digest'))).toEqual([]);
  });
});
