import { TestDatabases } from '@backstage/backend-test-utils';
import {
  isHeldBy,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { CLUSTER, createWorld } from '../../__testUtils__/createWorld';

jest.setTimeout(60_000);

const payments = component({ name: 'payments', owner: 'group:default/pay' });
const api = component({ name: 'api', dns: ['api'] } as never);
const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const decision = {
  ...{ cluster: CLUSTER, by: 'user:default/ada', reason: 'We move on' },
  at: '2027-01-01T00:00:00Z',
};
const theirs: MeshObject = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: {
    ...{ name: 'theirs', namespace: 'web' },
    labels: { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: 'other' },
    annotations: { 'meshwright.io/digest': 'abc' },
  },
  spec: {},
};

describe('an uninstallation', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  type World = Awaited<ReturnType<typeof createWorld>>;

  async function start(): Promise<World> {
    const world = await createWorld({
      ...{ databases, entities: [web, api, payments] },
    });
    await world.pass();
    world.cluster.put(theirs);
    world.zone.put({
      ...{ zone: 'mesh.internal', name: 'api', type: 'A', ttl: 300 },
      addresses: ['10.0.0.4'],
      metadata: {
        ...{ meshwright_managed_by: 'meshwright', meshwright_instance: 'test' },
        meshwright_cluster: CLUSTER,
        team: 'shop',
      },
    });
    world.cluster.writes.length = 0;
    return world;
  }
  const decide = (world: World, to: 'releasing' | 'removing' | 'managed') =>
    world.stores.custody.decide({
      ...{ ...decision, to },
      from:
        to === 'managed'
          ? ['releasing', 'released', 'removing', 'removed']
          : ['managed'],
    });
  const stateOf = async ({ stores }: World) =>
    (await stores.custody.get(CLUSTER))?.state;
  const heldBy = ({ cluster }: World, instance: string) =>
    [...cluster.objects.values()].filter(object => isHeldBy(object, instance));
  const specs = ({ cluster }: World) =>
    Object.fromEntries(
      [...cluster.objects].map(([key, { spec, metadata }]) => [
        key,
        { spec, uid: metadata.uid },
      ]),
    );

  it('releases: everything stays in force, and is nobody’s', async () => {
    const world = await start();
    const before = specs(world);
    expect(heldBy(world, 'test').length).toBeGreaterThan(6);
    await decide(world, 'releasing');

    const stored = await world.pass();

    expect(stored).toMatchObject({ state: 'observing', failed: 0 });
    expect(stored.message).toMatch(/^Cluster '[^']+' was released\. /);
    expect(specs(world)).toEqual(before);
    expect(heldBy(world, 'test')).toEqual([]);
    for (const object of world.cluster.objects.values()) {
      const { labels, annotations, name } = object.metadata;
      const ours = JSON.stringify({ labels, annotations }).match(/meshwright/);
      expect([name, Boolean(ours)]).toEqual([name, name === 'theirs']);
    }
    expect([...world.zone.records.values()]).toMatchObject([
      { name: 'api', metadata: { team: 'shop' } },
    ]);
    expect(world.cluster.writes).toEqual([]);
    expect(world.cluster.claimed).toBeUndefined();
    expect(await stateOf(world)).toBe('released');
  });

  it('removes: default denials first, what admits last, and no account', async () => {
    const world = await start();
    const kept = [...world.cluster.objects.keys()].filter(key =>
      /^\/(Namespace|ServiceAccount)\//.test(key),
    );
    await decide(world, 'removing');

    const stored = await world.pass();

    expect(stored.message).toMatch(/was removed from cluster/);
    const order = world.cluster.writes
      .filter(({ type }) => type === 'delete')
      .map(({ key }) => key);
    const last = (pattern: RegExp) =>
      order.findLastIndex(key => pattern.test(key));
    const first = (pattern: RegExp) =>
      order.findIndex(key => pattern.test(key));
    for (const kind of ['AuthorizationPolicy', 'NetworkPolicy']) {
      const denials = new RegExp(`${kind}/.*/meshwright-default-deny`);
      const allows = new RegExp(`${kind}/api/(?!meshwright-default-deny)`);
      expect(last(denials)).toBeGreaterThanOrEqual(0);
      expect(first(allows)).toBeGreaterThan(last(denials));
    }
    expect([...world.cluster.objects.keys()].sort()).toEqual(
      [...kept, 'security.istio.io/AuthorizationPolicy/web/theirs'].sort(),
    );
    expect(heldBy(world, 'test')).toEqual([]);
    expect(heldBy(world, 'other')).toHaveLength(1);
    expect(world.zone.records.size).toBe(0);
    expect(world.cluster.claimed).toBeUndefined();
    expect(await stateOf(world)).toBe('removed');
  });

  it.each(['releasing', 'removing'] as const)(
    'only observes after %s, whatever the catalog says, also in another replica',
    async state => {
      const world = await start();
      await decide(world, state);
      await world.pass();
      const after = specs(world);
      world.cluster.writes.length = 0;
      world.cluster.transfers.length = 0;

      world.catalog.entities = [web, api, payments, component({ name: 'new' })];
      const second = await world.pass();
      const third = await world
        .createReconciler()
        .reconcile(world.managed, new AbortController().signal);
      world.catalog.entities = [];
      const empty = await world.pass();

      expect([second, third, empty]).toMatchObject(
        Array.from({ length: 3 }, () => ({ state: 'observing', changes: 0 })),
      );
      expect(second.message).toMatch(/until somebody has it managed again/);
      expect(specs(world)).toEqual(after);
      expect(world.cluster.writes).toEqual([]);
      expect(world.cluster.transfers).toEqual([]);
      expect(world.cluster.claimed).toBeUndefined();
    },
  );

  it.each(['releasing', 'removing'] as const)(
    'goes on with the next pass after a crash in the middle of %s',
    async state => {
      const world = await start();
      const whole = await start();
      await decide(whole, state);
      await whole.pass();
      await decide(world, state);
      // At every point at which it can break off.
      for (let point = 1; point <= 40; point += 1) {
        const controller = new AbortController();
        let count = 0;
        const crash = () => {
          count += 1;
          if (count === point) {
            controller.abort();
          }
          return undefined;
        };
        world.cluster.refuse = crash;
        world.cluster.refuseTransfer = crash;
        await world.pass(controller.signal).catch(() => undefined);
      }
      world.cluster.refuse = () => undefined;
      world.cluster.refuseTransfer = () => undefined;

      await world.pass();

      expect(await stateOf(world)).toBe(state.replace('ing', 'ed'));
      const keys = (one: World) => [...one.cluster.objects.keys()].sort();
      expect(keys(world)).toEqual(keys(whole));
      expect(heldBy(world, 'test')).toEqual([]);
      expect(world.cluster.claimed).toBeUndefined();
    },
  );

  it('ends when it broke off after the last thing but its own note', async () => {
    const world = await start();
    await decide(world, 'removing');
    await world.pass();
    await decide(world, 'managed');
    await decide(world, 'removing');

    const stored = await world.pass();

    expect(stored).toMatchObject({ state: 'observing', changes: 0 });
    expect(await stateOf(world)).toBe('removed');
    expect(world.cluster.claimed).toBeUndefined();
  });

  it('waits for what is refused, says so, and keeps managing nothing else', async () => {
    const world = await start();
    await decide(world, 'removing');
    world.cluster.refuse = ({ key }) =>
      key.includes('default-deny') ? 'not on a Friday' : undefined;

    const stored = await world.pass();

    expect(stored.message).toMatch(/is being removed.*not on a Friday/);
    expect(stored.failed).toBeGreaterThan(0);
    expect(await stateOf(world)).toBe('removing');
    expect(world.cluster.claimed?.instance).toBe('test');
    // What admits stays as long as something denies the rest.
    expect(
      world.keys('AuthorizationPolicy').some(key => key.includes('/api/allow')),
    ).toBe(true);

    world.cluster.refuse = () => undefined;
    await world.pass();
    expect(await stateOf(world)).toBe('removed');
  });

  it('keeps the cluster until the zone answers', async () => {
    const world = await start();
    await decide(world, 'removing');
    world.zone.unreachable = 'no route';

    const stored = await world.pass();

    expect(stored.message).toMatch(/private zone does not answer/);
    expect(await stateOf(world)).toBe('removing');
    expect(world.cluster.claimed?.instance).toBe('test');
    world.zone.unreachable = undefined;
    await world.pass();
    expect(world.zone.records.size).toBe(0);
    expect(await stateOf(world)).toBe('removed');
  });

  it('needs no catalog, and no cluster that answers at once', async () => {
    const world = await start();
    await decide(world, 'removing');
    world.catalog.problem = new Error('The catalog could not be read');
    world.cluster.unreachable = 'no route';

    const down = await world.pass();
    world.cluster.unreachable = undefined;
    await world.pass();

    expect(down.message).toMatch(/next pass goes on.*no route/);
    expect(await stateOf(world)).toBe('removed');
    expect(heldBy(world, 'test')).toEqual([]);
  });

  it('ends where another installation has taken over meanwhile', async () => {
    const world = await start();
    await decide(world, 'removing');
    world.cluster.claimed = { instance: 'next', since: '2027-01-01' };

    const stored = await world.pass();

    expect(stored.message).toMatch(/'next' took cluster 'shop-weu' over/);
    expect(world.cluster.writes).toEqual([]);
    expect(world.cluster.claimed.instance).toBe('next');
    expect(await stateOf(world)).toBe('managed');
    expect(await world.pass()).toMatchObject({
      ...{ state: 'observing', managedBy: { instance: 'next' } },
    });
  });

  it.each(['releasing', 'removing'] as const)(
    'is undone when somebody wants the cluster managed again after %s',
    async state => {
      const world = await start();
      const before = world.policies();
      await decide(world, state);
      await world.pass();

      await decide(world, 'managed');
      await world.stores.custody.note(CLUSTER, { guarded: true });
      await world.pass();
      await world.pass();
      const last = await world.pass();

      expect(last).toMatchObject({ state: 'managing', changes: 0, failed: 0 });
      expect(world.policies()).toEqual({
        ...before,
        'security.istio.io/AuthorizationPolicy/web/theirs': {},
      });
      expect(world.cluster.claimed?.instance).toBe('test');
      expect(heldBy(world, 'test').length).toBeGreaterThan(6);
      expect(heldBy(world, 'other')).toHaveLength(1);
    },
  );

  it('takes nothing back that somebody changed after a release', async () => {
    const world = await start();
    await decide(world, 'releasing');
    await world.pass();
    const [key] = world
      .keys('AuthorizationPolicy')
      .filter(one => one.includes('/api/allow'));
    const object = world.cluster.objects.get(key)!;
    world.cluster.put({ ...object, spec: { ...object.spec, rules: [{}] } });

    await decide(world, 'managed');
    await world.stores.custody.note(CLUSTER, { guarded: true });
    await world.pass();
    await world.pass();

    expect(world.cluster.objects.get(key)?.spec?.rules).toEqual([{}]);
    const status = await world.status('component:default/api');
    expect(
      status.workloads[0].objects.find(one => one.key === key),
    ).toMatchObject({ state: 'conflict' });
  });
});
