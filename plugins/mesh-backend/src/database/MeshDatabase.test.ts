import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type {
  Approval,
  Binding,
  Contract,
  Declaration,
  EntityMeshStatus,
} from '@meshwright/plugin-mesh-common';
import { MeshDatabase } from './MeshDatabase';
import type { StoredPass } from './types';

jest.setTimeout(60_000);

const at = (minute: number) => `2027-01-01T00:0${minute}:00.000Z`;

const binding: Omit<Binding, 'id'> = {
  cluster: 'dev',
  namespace: 'shop',
  owner: 'group:default/shop',
  origin: 'admin',
  by: 'user:default/petra',
  at: at(0),
  reason: 'Asked for',
};

const declaration = (name: string, title = 'First'): Declaration => ({
  entityRef: `component:default/${name}`,
  kind: 'workload',
  title,
  deployments: [],
  needs: [],
  providesApis: [],
});

const status = (name: string, passAt: string): EntityMeshStatus => ({
  entityRef: `component:default/${name}`,
  passAt,
  workloads: [],
  diagnostics: [],
  summary: 'in-force',
  sentence: 'All is well.',
});

const approval: Omit<Approval, 'id'> = {
  consumerRef: 'component:default/web',
  providerRef: 'component:default/api',
  environment: 'production',
  decision: 'approve',
  scope: {
    consumer: { entityRef: 'component:default/web', identities: ['shop/web'] },
    provider: { entityRef: 'component:default/api', identities: ['shop/api'] },
    ports: ['http'],
  },
  by: 'user:default/olaf',
  at: at(1),
};

describe('MeshDatabase', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  async function createStores(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    const database = mockServices.database({ knex });
    const stores = await MeshDatabase.create({ database });
    return { stores, knex, database };
  }

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    it('binds a namespace once, however many replicas ask', async () => {
      const { stores, database } = await createStores(databaseId);
      const other = await MeshDatabase.create({ database });

      const added = await Promise.all([
        stores.bindings.add(binding),
        other.bindings.add({ ...binding, by: 'user:default/dana', at: at(1) }),
        stores.bindings.add({ ...binding, at: at(2) }),
      ]);

      expect(new Set(added.map(({ id }) => id)).size).toBe(1);
      await expect(stores.bindings.list()).resolves.toEqual([added[0]]);
    });

    it('keeps bindings apart that differ in owner, host or location', async () => {
      const { stores } = await createStores(databaseId);
      const { namespace: _, ...rest } = binding;

      await stores.bindings.add(binding);
      await stores.bindings.add({ ...binding, locationPrefix: 'url:http://a' });
      await stores.bindings.add({ ...binding, owner: 'group:default/b' });
      const byHost = await stores.bindings.add({ ...rest, host: 'shop' });

      expect(await stores.bindings.list()).toHaveLength(4);
      expect(byHost).toEqual({ ...rest, host: 'shop', id: byHost.id });
    });

    it('keeps every decision in the order it was made', async () => {
      const { stores } = await createStores(databaseId);

      const first = await stores.approvals.add(approval);
      const second = await stores.approvals.add({
        ...approval,
        decision: 'decline',
        at: at(0),
        reason: 'Not any more',
      });

      expect(await stores.approvals.list()).toEqual([first, second]);
    });

    it('hears of decisions of other replicas, of late ones too', async () => {
      const { stores, knex, database } = await createStores(databaseId);
      const other = await MeshDatabase.create({ database });
      const add = (number: number) =>
        other.approvals.add({ ...approval, reason: `${number}` });
      const reasons = async () =>
        (await stores.approvals.list()).map(({ reason }) => reason);
      for (const number of [1, 2, 3]) await add(number);
      const late = await knex('approval').where({ reason: '2' }).first();
      await knex('approval').where({ reason: '2' }).delete();
      expect(await reasons()).toEqual(['1', '3']);

      await add(4);
      expect(await reasons()).toEqual(['1', '3', '4']);
      await knex('approval').insert(late);
      expect(await reasons()).toEqual(['1', '2', '3', '4']);
      // One goes and one comes, so that it is as many as before.
      await knex('approval').where({ reason: '4' }).delete();
      await add(5);
      expect(await reasons()).toEqual(['1', '2', '3', '5']);
    });

    it('replaces the stage of a namespace, the reason with it', async () => {
      const { stores } = await createStores(databaseId);
      const stage = {
        cluster: 'dev',
        namespace: 'shop',
        stage: 'enforce',
        step: 'authorization',
        created: false,
        by: 'user:default/petra',
        at: at(0),
      } as const;

      await stores.stages.put({ ...stage, reason: 'Adopted' });
      await stores.stages.put({ ...stage, step: 'network', created: true });

      expect(await stores.stages.list()).toEqual([
        { ...stage, step: 'network', created: true },
      ]);
    });

    it('notes once since when an entity is missing, and forgets it when it is back', async () => {
      const { stores } = await createStores(databaseId);
      const [web, api] = [declaration('web'), declaration('api')];
      const present = [web.entityRef, api.entityRef];
      await stores.lastGood.sync({ at: at(0), readable: [web, api], present });

      await stores.lastGood.sync({
        at: at(1),
        readable: [web],
        present: [web.entityRef],
      });
      await stores.lastGood.sync({ at: at(2), readable: [], present: [] });
      await stores.lastGood.confirm(api.entityRef);

      expect(await stores.lastGood.list()).toEqual([
        {
          entityRef: api.entityRef,
          declaration: api,
          seenAt: at(0),
          missingSince: at(1),
          confirmed: true,
        },
        {
          entityRef: web.entityRef,
          declaration: web,
          seenAt: at(1),
          missingSince: at(2),
        },
      ]);

      await stores.lastGood.sync({
        at: at(3),
        readable: [declaration('api', 'Second')],
        present,
      });

      expect(await stores.lastGood.list()).toEqual([
        {
          entityRef: api.entityRef,
          declaration: declaration('api', 'Second'),
          seenAt: at(3),
        },
        { entityRef: web.entityRef, declaration: web, seenAt: at(1) },
      ]);
    });

    it('says of everything within a minute that it was seen at one instant', async () => {
      const { stores } = await createStores(databaseId);
      const [web, api] = [declaration('web'), declaration('api')];
      const second = (seconds: number) =>
        new Date(Date.parse(at(0)) + seconds * 1000).toISOString();
      const seen = async (seconds: number, readable: Declaration[]) => {
        await stores.lastGood.sync({
          at: second(seconds),
          readable,
          present: [web.entityRef, api.entityRef],
        });
        const rows = await stores.lastGood.list();
        return Object.fromEntries(
          rows.map(({ declaration: { entityRef }, seenAt }) => [
            entityRef.split('/')[1],
            (Date.parse(seenAt) - Date.parse(at(0))) / 1000,
          ]),
        );
      };

      expect(await seen(0, [web])).toEqual({ web: 0 });
      expect(await seen(30, [declaration('web', 'Second'), api])).toEqual({
        web: 0,
        api: 0,
      });
      expect(await seen(59, [web, api])).toEqual({ web: 0, api: 0 });
      expect(await seen(60, [web, api])).toEqual({ web: 60, api: 60 });
      // What cannot be read any more was seen before all others.
      expect(await seen(70, [web])).toEqual({ web: 70, api: 60 });
      expect(await seen(80, [web])).toEqual({ web: 70, api: 60 });
      expect(await seen(90, [web, api])).toEqual({ web: 70, api: 70 });
      // A clock that goes back.
      expect(await seen(50, [web, api])).toEqual({ web: 50, api: 50 });
    });

    it('keeps the last good declaration while an entity is unreadable', async () => {
      const { stores } = await createStores(databaseId);
      const web = declaration('web');
      const present = [web.entityRef];
      await stores.lastGood.sync({ at: at(0), readable: [web], present });

      await stores.lastGood.sync({ at: at(1), readable: [], present });
      await stores.lastGood.confirm(web.entityRef);

      expect(await stores.lastGood.list()).toEqual([
        { entityRef: web.entityRef, declaration: web, seenAt: at(0) },
      ]);
      await stores.lastGood.remove([web.entityRef]);
      expect(await stores.lastGood.list()).toEqual([]);
    });

    it('keeps the last readable contract of every API that is used', async () => {
      const { stores } = await createStores(databaseId);
      const contract = (path: string): Contract => ({
        hash: path,
        kind: 'operations',
        format: 'OpenAPI 3.1',
        operations: [{ method: 'GET', path }],
        problems: [],
      });
      const sync = (readable: Record<string, Contract>, used: string[]) =>
        stores.contracts.sync({
          at: at(0),
          readable: new Map(Object.entries(readable)),
          used: new Set(used),
        });

      await sync({ a: contract('/1'), b: contract('/b') }, ['a', 'c']);
      await sync({ a: contract('/2'), c: contract('/c') }, ['a', 'c']);
      await sync({}, ['a', 'c']);
      expect(await stores.contracts.listRefs()).toEqual(['a', 'c']);
      expect([...(await stores.contracts.get(['a', 'b']))]).toEqual([
        ['a', contract('/2')],
      ]);
      await sync({ a: contract('/2') }, ['a']);
      expect(await stores.contracts.listRefs()).toEqual(['a']);
    });

    it('keeps the newest hint of an entity', async () => {
      const { stores } = await createStores(databaseId);
      const hint = { entityRef: 'component:default/web', hash: 'b', at: at(2) };

      await stores.hints.add({ ...hint, hash: 'a', at: at(1) });
      await stores.hints.add(hint);
      await stores.hints.add({ ...hint, hash: 'late', at: at(0) });

      expect(await stores.hints.list()).toEqual([hint]);
      await stores.hints.remove([{ ...hint, hash: 'a' }]);
      expect(await stores.hints.list()).toEqual([hint]);
      await stores.hints.remove([hint]);
      expect(await stores.hints.list()).toEqual([]);
    });

    it('writes ten thousand statuses and then only what differs', async () => {
      const { stores, knex } = await createStores(databaseId);
      const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
      const all = (passAt: string) => names.map(name => status(name, passAt));
      await stores.statuses.replaceAll(all(at(0)));
      const inserts: string[] = [];
      knex.on(
        'query',
        ({ sql }) => /^insert into .status. /.test(sql) && inserts.push(sql),
      );

      const changed = { ...status('s7', at(1)), sentence: 'Not so well.' };
      await stores.statuses.replaceAll([changed, ...all(at(1)).slice(10)]);

      expect(inserts).toHaveLength(1);
      expect(await stores.statuses.get(changed.entityRef)).toEqual(changed);
      expect(await stores.statuses.get('component:default/s8')).toBeUndefined();
      expect(await stores.statuses.get('component:default/s10')).toEqual(
        status('s10', at(1)),
      );
      expect(await stores.statuses.list()).toHaveLength(9_991);
    });

    it('gives the lease of a cluster to one, until it ends', async () => {
      const { stores, database } = await createStores(databaseId);
      const other = await MeshDatabase.create({ database });
      const lease = { cluster: 'dev', milliseconds: 60_000 };
      const holders = ['a', 'b', 'c', 'd'];

      const taken = await Promise.all(
        holders.map((holder, index) =>
          (index % 2 ? stores : other).leases.take({ ...lease, holder }),
        ),
      );

      expect(taken.filter(Boolean)).toHaveLength(1);
      const holder = holders[taken.indexOf(true)];
      expect(await stores.leases.take({ ...lease, holder })).toBe(true);
      expect(
        await other.leases.take({ ...lease, cluster: 'lab', holder: 'e' }),
      ).toBe(true);
      await stores.leases.release({ cluster: 'dev', holder: 'e' });
      expect(await other.leases.take({ ...lease, holder: 'e' })).toBe(false);
      await stores.leases.release({ cluster: 'dev', holder });
      expect(await other.leases.take({ ...lease, holder: 'e' })).toBe(true);
    });

    it('takes the lease of a dead replica when it expires', async () => {
      const { stores } = await createStores(databaseId);
      await stores.leases.take({
        cluster: 'dev',
        holder: 'a',
        milliseconds: 300,
      });
      const take = () =>
        stores.leases.take({ cluster: 'dev', holder: 'b', milliseconds: 300 });

      expect(await take()).toBe(false);
      await new Promise(resolve => setTimeout(resolve, 400));

      expect(await take()).toBe(true);
    });

    it('lists the leases that are over and were not given back', async () => {
      const { stores } = await createStores(databaseId);
      const { leases } = stores;
      const take = (cluster: string, holder: string, milliseconds: number) =>
        leases.take({ cluster, holder, milliseconds });
      await take('held', 'a', 60_000);
      await take('released', 'a', 0);
      await take('taken', 'a', 0);
      await take('extended', 'a', 0);
      await take('over', 'a', 0);
      await take('another', 'a', 0);

      await leases.release({ cluster: 'released', holder: 'a' });
      await take('taken', 'b', 60_000);
      await take('extended', 'a', 60_000);

      expect(await leases.listExpired()).toEqual(['another', 'over']);
    });

    it('remembers the last pass over a cluster', async () => {
      const { stores } = await createStores(databaseId);
      const pass: StoredPass = {
        cluster: 'dev',
        state: 'managing',
        message: 'Made 2 changes.',
        finishedAt: at(0),
        lastReadAt: at(0),
        changes: 2,
        failed: 0,
        settling: { '/Namespace//shop': at(0) },
        appliedDigests: { '/Namespace//shop': 'abc' },
        driftedSince: { '/Namespace//shop': at(0) },
      };
      const { lastReadAt: _, driftedSince: __, ...unread } = pass;

      await stores.passes.put(pass);
      expect(await stores.passes.get('dev')).toEqual(pass);
      await stores.passes.noteWriting('dev', at(1));
      expect(await stores.passes.get('dev')).toEqual({
        ...pass,
        writingSince: at(1),
      });
      await expect(
        stores.passes.put({ ...pass, changes: 7, after: at(1) }),
      ).rejects.toThrow(/Another replica has made a pass over cluster 'dev'/);
      expect(await stores.passes.get('dev')).toMatchObject({ changes: 2 });
      await stores.passes.put({
        ...{ ...unread, state: 'unreachable', after: at(0) },
      });

      expect(await stores.passes.get('dev')).toEqual({
        ...{ ...unread, state: 'unreachable' },
      });
      expect(await stores.passes.get('other')).toBeUndefined();
    });
  });
});
