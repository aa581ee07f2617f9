import {
  mockServices,
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type {
  MeshClusterSpec,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import { MeshDatabase } from './MeshDatabase';
import { leaseOfRun, type NewRun } from './runTypes';

jest.setTimeout(60_000);

const AT = '2027-01-01T00:00:00.000Z';
const LATER = '2027-01-01T00:01:00.000Z';

const newRun = (change: Partial<NewRun> = {}): NewRun => ({
  id: 'one',
  key: 'task-1',
  kind: 'provision',
  cluster: 'shop',
  by: 'user:default/petra',
  createdAt: AT,
  ...change,
});

const step = (id: string, change: Partial<ProvisionStep> = {}) =>
  ({
    id,
    target: 'arm',
    title: `Thing ${id}`,
    operation: 'create',
    reason: 'It is needed.',
    resource: { id: `/${id}`, type: 't', name: id, apiVersion: '1' },
    provider: 'Microsoft.Network',
    dependsOn: [],
    changes: [],
    answers: [],
    expectedSeconds: 1,
    ...change,
  } as ProvisionStep);

const line = (message: string) => ({ at: AT, level: 'info', message } as const);

describe('DatabaseRunStore', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  async function start(databaseId: TestDatabaseId) {
    const knex = await databases.init(databaseId);
    const database = mockServices.database({ knex });
    const stores = await MeshDatabase.create({ database });
    const { runs, leases } = stores;
    const claim = async (holder: string, run = 'one') => {
      await leases.take({
        cluster: leaseOfRun(run),
        holder,
        milliseconds: 60_000,
      });
      return runs.claim({ run, holder, at: LATER });
    };
    const passOn = async (from: string, to: string) => {
      await leases.release({ cluster: leaseOfRun('one'), holder: from });
      return claim(to);
    };
    return { ...stores, knex, claim, passOn };
  }

  async function holdOf(world: Awaited<ReturnType<typeof start>>) {
    const claimed = await world.claim('a');
    if (!claimed) {
      throw new Error('The run was not claimed');
    }
    return claimed.hold;
  }

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    it('stores a run once by key, and one at a time by cluster', async () => {
      const { runs } = await start(databaseId);

      const outcomes = await Promise.all([
        runs.add(newRun()),
        runs.add(newRun({ id: 'two' })),
        runs.add(newRun({ id: 'three', key: 'task-3' })),
        runs.add(newRun({ id: 'four', key: 'task-4', cluster: 'pay' })),
      ]);

      const first = outcomes.filter(({ run }) => run.cluster === 'shop');
      expect(new Set(first.map(({ run }) => run.id)).size).toBe(1);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(
        outcomes[2].outcome === 'added'
          ? ['added', 'added', 'busy', 'busy']
          : ['added', 'added', 'busy', 'known'],
      );
      expect(await runs.listActive()).toHaveLength(2);
      expect(await runs.list({ cluster: 'pay' })).toMatchObject([
        { id: 'four', state: 'queued', isPlanned: false },
      ]);
    });

    it('knows a key after its run has ended', async () => {
      const world = await start(databaseId);
      await world.runs.add(newRun());
      const hold = await holdOf(world);
      await world.runs.record(hold, { run: { state: 'succeeded' } });

      const again = await world.runs.add(newRun({ id: 'two' }));
      const other = await world.runs.add(newRun({ id: 'x', key: 'task-2' }));

      expect(again).toMatchObject({ outcome: 'known', run: { id: 'one' } });
      expect(await world.runs.getByKey('task-1')).toMatchObject({ id: 'one' });
      expect(await world.runs.getByKey('task-9')).toBeUndefined();
      expect(other.outcome).toBe('added');
    });

    it('lets only who has the lease claim a run', async () => {
      const { runs, claim } = await start(databaseId);
      await runs.add(newRun());

      const claimed = await claim('a');

      expect(claimed?.run).toMatchObject({
        state: 'running',
        startedAt: LATER,
      });
      await expect(claim('b')).resolves.toBeUndefined();
      await expect(claim('a', 'none')).resolves.toBeUndefined();
    });

    it('lets an earlier holder write nothing, whatever it writes', async () => {
      const world = await start(databaseId);
      const { runs, passOn, knex } = world;
      await runs.add(newRun());
      const old = await holdOf(world);
      await runs.record(old, { plan: [step('a')], events: [line('Begun.')] });
      const next = await passOn('a', 'b');
      const dump = () =>
        Promise.all(
          ['run', 'run_step', 'run_event', 'cluster'].map(name => knex(name)),
        );
      const before = await dump();

      const writes = [
        { run: { state: 'failed' as const } },
        { steps: [{ id: 'a', state: 'failed' as const, attempts: 1 }] },
        { events: [line('Late.')] },
        { plan: [] },
        { cluster: { remove: 'shop' } },
      ];
      for (const write of writes) {
        await expect(runs.record(old, write)).rejects.toMatchObject({
          name: 'HoldLostError',
        });
      }

      expect(await dump()).toEqual(before);
      expect(next?.hold.generation).toBe(old.generation + 1);
      // The same replica again is another holder, too.
      const back = await passOn('b', 'a');
      await expect(runs.record(old, {})).rejects.toThrow(/taken over/);
      await expect(runs.record(back!.hold, {})).resolves.toBeUndefined();
    });

    it('keeps progress whole, its secret apart, its lines in order', async () => {
      const world = await start(databaseId);
      const { runs } = world;
      await runs.add(newRun());
      const hold = await holdOf(world);
      await runs.record(hold, {
        plan: [step('b'), step('a')],
        events: [line('1'), line('2')],
      });
      const progress = {
        state: 'running' as const,
        attempts: 2,
        poller: 'canary',
        notBefore: 1_800_000_000_123,
        startedAt: AT,
        message: 'Under way',
        changed: true,
        error: { message: 'No', resource: 'a' },
        evidence: [{ what: 'x', expected: 'y', seen: 'z', ok: false }],
      };

      await runs.record(hold, {
        steps: [{ id: 'a', ...progress }],
        events: [{ ...line('3'), step: 'a' }],
      });

      const { poller, ...shown } = progress;
      expect(await runs.listSteps('one')).toEqual([
        { step: step('b'), state: 'pending', attempts: 0 },
        { step: step('a'), ...shown },
      ]);
      expect((await runs.listWork(hold))[1]).toEqual({
        step: step('a'),
        ...shown,
        poller,
      });
      expect(await runs.listEvents('one', 1)).toEqual([
        { sequence: 2, ...line('2') },
        { sequence: 3, step: 'a', ...line('3') },
      ]);
      await runs.record(hold, {
        steps: [{ id: 'a', state: 'succeeded', attempts: 2 }],
      });
      expect((await runs.listWork(hold))[1]).toEqual({
        step: step('a'),
        state: 'succeeded',
        attempts: 2,
      });
    });

    it('is canceled only while it goes on', async () => {
      const world = await start(databaseId);
      const { runs } = world;
      await runs.add(newRun());

      await expect(runs.cancel('one', line('Stop'))).resolves.toBe(true);
      await expect(runs.cancel('one', line('Stop'))).resolves.toBe(false);
      const claimed = await world.claim('a');
      expect(claimed?.run.state).toBe('canceling');
      await runs.record(claimed!.hold, { run: { state: 'canceled' } });

      await expect(runs.cancel('one', line('Stop'))).resolves.toBe(false);
      expect(await runs.listEvents('one', 0)).toHaveLength(1);
      await expect(runs.getState('one')).resolves.toBe('canceled');
      await expect(world.claim('a')).resolves.toBeUndefined();
    });

    it('goes on with what did not succeed, unless another run is active', async () => {
      const world = await start(databaseId);
      const { runs } = world;
      await runs.add(newRun());
      const hold = await holdOf(world);
      const keep = step('keep', { operation: 'keep' });
      await runs.record(hold, {
        plan: [keep, step('done'), step('failed'), step('skipped')],
      });
      await expect(runs.resume('one', line('Go'))).resolves.toEqual({
        outcome: 'ended',
      });
      await runs.record(hold, {
        run: { state: 'failed', endedAt: LATER, message: 'It failed' },
        steps: [
          { id: 'keep', state: 'skipped', attempts: 0, message: 'As planned' },
          { id: 'done', state: 'succeeded', attempts: 1 },
          { id: 'failed', state: 'failed', attempts: 7, poller: 'old' },
          { id: 'skipped', state: 'skipped', attempts: 0, message: 'So' },
        ],
      });
      await runs.add(newRun({ id: 'two', key: 'task-2' }));
      expect(await runs.resume('one', line('Go'))).toMatchObject({
        outcome: 'busy',
        by: { id: 'two' },
      });
      await runs.cancel('two', line('Stop'));
      const second = await world.claim('a', 'two');
      await runs.record(second!.hold, { run: { state: 'canceled' } });

      await expect(runs.resume('one', line('Go'))).resolves.toEqual({
        outcome: 'resumed',
      });

      const run = await runs.get('one');
      expect(run).toMatchObject({ state: 'queued', isPlanned: true });
      expect(run).not.toHaveProperty('endedAt');
      expect(run).not.toHaveProperty('message');
      expect(
        (await runs.listWork(hold)).map(({ state, attempts, poller }) => [
          state,
          attempts,
          poller,
        ]),
      ).toEqual([
        ['skipped', 0, undefined],
        ['succeeded', 1, undefined],
        ['pending', 0, undefined],
        ['pending', 0, undefined],
      ]);
      await expect(runs.record(hold, {})).rejects.toThrow(/taken over/);
    });

    it('keeps the clusters that runs made', async () => {
      const world = await start(databaseId);
      const { runs, provisionedClusters } = world;
      await runs.add(newRun());
      const hold = await holdOf(world);
      const shop = {
        name: 'shop',
        spec: { name: 'shop' } as MeshClusterSpec,
        settings: { name: 'shop' },
        state: 'provisioning' as const,
      };

      await runs.record(hold, { cluster: { put: shop, instance: 'test' } });
      const ready = { ...shop, state: 'ready' as const };
      await runs.record(hold, { cluster: { put: ready, instance: 'test' } });

      expect(await provisionedClusters.list()).toEqual([ready]);
      expect(await provisionedClusters.get('shop')).toEqual(ready);
      await runs.record(hold, { cluster: { remove: 'shop' } });
      expect(await provisionedClusters.list()).toEqual([]);
    });

    it('knows what was shown until nobody can mean it any more', async () => {
      const { clusterPreviews } = await start(databaseId);
      const steps = [
        { id: 'a', title: 'A', operation: 'create' as const, hash: 'h' },
      ];

      await clusterPreviews.put({ digest: 'one', steps, at: AT });
      await clusterPreviews.put({ digest: 'one', steps, at: LATER });
      expect(await clusterPreviews.get('one')).toEqual(steps);
      await clusterPreviews.put({
        digest: 'two',
        steps: [],
        at: '2027-03-01T00:00:00.000Z',
      });

      expect(await clusterPreviews.get('one')).toBeUndefined();
      expect(await clusterPreviews.get('two')).toEqual([]);
    });
  });
});
