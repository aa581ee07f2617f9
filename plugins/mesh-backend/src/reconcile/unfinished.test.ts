import { TestDatabases } from '@backstage/backend-test-utils';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';

jest.setTimeout(60_000);

const SETTLE_SECONDS = 15;
const of = (name: string, ...called: string[]) =>
  component({
    name,
    dependsOn: called.map(other => `component:default/${other}`),
  });

describe('a pass after another one', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  /** Two services at rest, neither of which calls the other. */
  async function start() {
    const pauses: Array<{ milliseconds: number; writes: number }> = [];
    const world = await createWorld({
      databases,
      entities: [of('web'), of('api')],
      config: { settleSeconds: SETTLE_SECONDS },
      pause: async ({ milliseconds }) => {
        pauses.push({ milliseconds, writes: world.cluster.writes.length });
      },
    });
    const settle = async () => {
      world.laterSeconds(60);
      await world.pass();
    };
    await world.pass();
    await settle();
    const declare = (...called: string[]) => {
      world.catalog.entities = [of('web', ...called), of('api')];
    };
    /** How long a pass waits before it writes anything. */
    const firstPause = async () => {
      pauses.length = 0;
      const { length } = world.cluster.writes;
      await world.pass();
      expect(world.cluster.writes.length).toBeGreaterThan(length);
      return pauses.find(({ writes }) => writes === length)?.milliseconds ?? 0;
    };
    /** A pass whose writes are carried out, and nothing more. */
    const crash = async () => {
      jest
        .spyOn(world.stores.statuses, 'storePass')
        .mockRejectedValueOnce(new Error('killed'));
      await expect(world.pass()).rejects.toThrow('killed');
    };
    return { ...world, pauses, settle, declare, firstPause, crash };
  }

  it('lets the mesh settle before it writes', async () => {
    const world = await start();
    const writes = world.cluster.writes.length;
    world.declare('api');
    await world.crash();
    expect(world.cluster.writes.length).toBeGreaterThan(writes);

    world.declare();

    expect(await world.firstPause()).toBe(SETTLE_SECONDS * 1000);
    await world.settle();
    world.declare('api');
    expect(await world.firstPause()).toBe(0);
  });

  it('says what may not have settled, and hands that on', async () => {
    const world = await start();
    world.declare('api');
    await world.crash();
    world.laterSeconds(1);

    const stored = await world.pass();
    world.laterSeconds(5);
    world.declare();

    expect(stored.changes).toBe(0);
    const keys = Object.keys(stored.settling);
    expect(keys.join()).toContain('allow-to-api');
    expect(keys.join()).not.toContain('allow-to-web');
    expect(await world.firstPause()).toBe((SETTLE_SECONDS - 5) * 1000);
  });

  it('lets the mesh settle after writes of which nobody knows', async () => {
    const world = await start();
    const { apply } = world.cluster;
    let isDone = true;
    jest
      .spyOn(world.cluster, 'apply')
      .mockImplementation(async (change, options) => {
        if (isDone) {
          await apply.call(world.cluster, change, options);
        }
        throw new Error('No answer');
      });
    world.declare('api');

    // Between the first wave and the second.
    const { length } = world.cluster.writes;
    await world.pass();
    const stored = await world.stores.passes.get(CLUSTER);
    expect(world.cluster.writes.length).toBeGreaterThan(length);
    expect(world.pauses.map(({ milliseconds }) => milliseconds)).toContain(
      SETTLE_SECONDS * 1000,
    );
    expect(Object.keys(stored?.settling ?? {}).join()).toContain(
      'allow-to-api',
    );

    // What really failed leaves nothing to wait for.
    isDone = false;
    world.laterSeconds(60);
    await world.pass();
    world.declare();
    const failed = await world.pass();
    expect(failed.failed).toBeGreaterThan(0);
    expect(failed.settling).toEqual({});
  });

  it.each([
    ['the cluster', 'unreachable' as const],
    ['the catalog', 'held' as const],
  ])('keeps the note while %s does not answer', async (_, state) => {
    const world = await start();
    world.declare('api');
    await world.crash();
    world.cluster.unreachable = state === 'held' ? undefined : 'refused';
    world.catalog.problem = state === 'held' ? new Error('down') : undefined;

    expect(await world.pass()).toMatchObject({ state });
    world.cluster.unreachable = undefined;
    world.catalog.problem = undefined;
    world.declare();

    expect(await world.firstPause()).toBe(SETTLE_SECONDS * 1000);
  });

  it('keeps what a stored pass wrote while the cluster does not answer', async () => {
    const world = await start();
    world.declare('api');
    await world.pass();
    world.laterSeconds(5);
    world.cluster.unreachable = 'refused';
    await world.pass();
    world.cluster.unreachable = undefined;
    world.declare();

    expect(await world.firstPause()).toBe((SETTLE_SECONDS - 5) * 1000);
  });

  it('notes nothing of a pass that changes nothing', async () => {
    const world = await start();
    const note = jest.spyOn(world.stores.passes, 'noteWriting');

    await world.pass();
    expect(note).not.toHaveBeenCalled();
    world.declare('api');
    await world.pass();
    expect(note).toHaveBeenCalledTimes(1);
  });

  it('is not overwritten by one that began before it', async () => {
    const world = await start();
    const { passes } = world.stores;
    const newer = { ...(await passes.get(CLUSTER))!, message: 'newer' };
    const { list } = world.cluster;
    jest.spyOn(world.cluster, 'list').mockImplementationOnce(async options => {
      const snapshot = await list.call(world.cluster, options);
      // A replica that took over while this one was frozen.
      world.laterSeconds(1);
      const finishedAt = world.clock.now.toISOString();
      await passes.put({ ...newer, finishedAt, after: newer.finishedAt });
      return snapshot;
    });

    await expect(world.pass()).rejects.toThrow('Another replica has made');

    expect(await passes.get(CLUSTER)).toMatchObject({ message: 'newer' });
    expect(await world.pass()).toMatchObject({ state: 'managing' });
  });
});
