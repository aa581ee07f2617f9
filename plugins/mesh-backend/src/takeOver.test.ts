import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  isHeldBy,
  LABEL_INSTANCE,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { ContractCache } from '@meshwright/plugin-mesh-node';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import { CLUSTER, createWorld } from './__testUtils__/createWorld';
import { createDefaultCustodyService } from './services';

jest.setTimeout(60_000);

const api = component({ name: 'api' });
const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const cart = component({ name: 'cart', dependsOn: ['component:default/api'] });
const call = { credentials: mockCredentials.user() };
const reason = 'The old installation is gone';

describe('taking over', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  type World = Awaited<ReturnType<typeof createWorld>>;

  const serviceOf = (world: World) =>
    createDefaultCustodyService({
      ...{ config: world.config, stores: world.stores, reader: world.reader },
      clusters: { list: () => [world.managed] },
      contracts: ContractCache.create(),
      trigger: { trigger: () => undefined } as never,
      userInfo: mockServices.userInfo(),
      now: () => world.clock.now,
    });

  /** Two installations with different catalogs, and one cluster. */
  async function start(options: { there?: object[]; here?: object[] } = {}) {
    const { there = [web, cart, api], here = [web, api] } = options;
    const cluster = new FakeMeshCluster({ name: CLUSTER });
    const first = await createWorld({
      ...{ databases, cluster, entities: there as never, instance: 'first' },
    });
    await first.pass();
    await first.pass();
    const second = await createWorld({
      ...{ databases, cluster, entities: here as never, instance: 'second' },
    });
    Object.assign(second.managed, { zone: first.zone });
    await second.pass();
    cluster.writes.length = 0;
    return { cluster, first, second, custody: serviceOf(second) };
  }
  const specs = ({ objects }: FakeMeshCluster) =>
    Object.fromEntries(
      [...objects].map(([key, { spec, metadata }]) => [
        key,
        { spec, uid: metadata.uid },
      ]),
    );
  const heldBy = ({ objects }: FakeMeshCluster, instance: string) =>
    [...objects.values()]
      .filter(object => isHeldBy(object, instance))
      .map(objectKey);

  it('needs somebody to ask for it: the second only observes, and prunes nothing', async () => {
    const { cluster, first, second, custody } = await start();
    const before = specs(cluster);

    const stored = await second.pass();

    expect(stored).toMatchObject({
      ...{ state: 'observing', managedBy: { instance: 'first' } },
      message: expect.stringContaining("is managed by the instance 'first'"),
    });
    expect(await custody.getCustody({ cluster: CLUSTER }, call)).toMatchObject({
      state: 'managed',
      managedBy: { instance: 'first' },
    });
    expect(await first.pass()).toMatchObject({ state: 'managing', changes: 0 });
    expect(specs(cluster)).toEqual(before);
    expect(cluster.writes).toEqual([]);
  });

  it('says what it would change, and changes nothing by that', async () => {
    const { cluster, custody } = await start();
    const before = specs(cluster);

    const preview = await custody.previewTakeOver({ cluster: CLUSTER }, call);

    expect(preview).toMatchObject({
      ...{ from: 'first', instance: 'second', records: [] },
      endingEdges: [expect.stringContaining('component:default/cart → ')],
    });
    const names = (list: typeof preview.taken) =>
      list.map(({ namespace }) => namespace);
    // Of the last one only what holds for the namespace as such.
    expect(names(preview.taken)).toEqual(['api', 'cart', 'web']);
    expect(preview.taken[1].objects).toEqual([
      'AuthorizationPolicy meshwright-default-deny',
      'Namespace cart',
      'NetworkPolicy meshwright-default-deny',
      'NetworkPolicy meshwright-platform',
      'PeerAuthentication default',
    ]);
    expect(names(preview.changed)).toEqual(['api']);
    expect(names(preview.leftovers)).toEqual(['cart']);
    expect(preview.stages).toMatchObject(
      ['api', 'cart', 'web'].map(namespace => ({
        ...{ namespace, stage: 'enforce', step: 'network' },
      })),
    );
    expect(preview.consequences.join(' ')).toMatch(
      /nobody declares here stays in force as it is \(4 objects\), and is listed/,
    );
    expect(specs(cluster)).toEqual(before);
  });

  it('makes ours what is declared here, as it is, and leaves the rest in force', async () => {
    const { cluster, first, second, custody } = await start();
    const before = specs(cluster);

    const request = { cluster: CLUSTER, from: 'first', reason };
    await custody.takeOver(request, call);
    const stored = await second.pass();
    await second.pass();

    expect(stored).toMatchObject({ state: 'managing', failed: 0 });
    const after = specs(cluster);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const [key, { uid }] of Object.entries(after)) {
      expect([key, uid]).toEqual([key, before[key].uid]);
    }
    expect(cluster.writes.every(({ type }) => type === 'update')).toBe(true);
    const left = heldBy(cluster, 'first');
    expect(left.length).toBeGreaterThan(0);
    expect(left.every(key => key.includes('cart'))).toBe(true);
    expect(left.map(key => after[key].spec)).toEqual(
      left.map(key => before[key].spec),
    );
    const status = await custody.getCustody({ cluster: CLUSTER }, call);
    expect(status).toMatchObject({
      ...{ state: 'managed', reason, leftovers: { total: left.length } },
    });
    expect(status.managedBy).toBeUndefined();
    // The former one notices, and touches nothing.
    const writes = cluster.writes.length;
    expect(await first.pass()).toMatchObject({
      ...{ state: 'observing', managedBy: { instance: 'second' } },
    });
    expect(cluster.writes).toHaveLength(writes);
    expect(await second.pass()).toMatchObject({ changes: 0 });
  });

  it('lets go what was left only when somebody says so', async () => {
    const { cluster, second, custody } = await start();
    await custody.takeOver({ cluster: CLUSTER, from: 'first', reason }, call);
    await second.pass();
    await second.pass();
    const isCart = (key: string) =>
      /AuthorizationPolicy\/cart\/allow/.test(key);
    expect([...cluster.objects.keys()].some(isCart)).toBe(true);

    await custody.withdrawLeftovers({ cluster: CLUSTER, reason }, call);
    for (let pass = 0; pass < 4; pass += 1) {
      await second.pass();
    }

    expect(heldBy(cluster, 'first')).toEqual([]);
    expect([...cluster.objects.keys()].some(isCart)).toBe(false);
    // A default denial goes by a decision about its namespace.
    expect([...cluster.objects.keys()].join()).toMatch(
      /AuthorizationPolicy\/cart\/meshwright-default-deny/,
    );
    expect(cluster.objects.has('/Namespace//cart')).toBe(true);
    expect(
      (await custody.getCustody({ cluster: CLUSTER }, call)).leftovers,
    ).toBeUndefined();
  });

  it('goes on after a crash in the middle', async () => {
    const { cluster, second, custody } = await start();
    await custody.takeOver({ cluster: CLUSTER, from: 'first', reason }, call);
    for (let point = 1; point <= 30; point += 1) {
      const controller = new AbortController();
      let count = 0;
      const crash = () => {
        count += 1;
        if (count === point) {
          controller.abort();
        }
        return undefined;
      };
      cluster.refuse = crash;
      cluster.refuseTransfer = crash;
      await second.pass(controller.signal).catch(() => undefined);
    }
    cluster.refuse = () => undefined;
    cluster.refuseTransfer = () => undefined;

    await second.pass();

    expect(await second.pass()).toMatchObject({
      ...{ state: 'managing', changes: 0, failed: 0 },
    });
    expect(heldBy(cluster, 'first').every(key => key.includes('cart'))).toBe(
      true,
    );
  });

  it('takes over only from who was seen', async () => {
    const { cluster, custody } = await start();
    cluster.claimed = { instance: 'third', since: '2027-01-01' };

    await expect(
      custody.takeOver({ cluster: CLUSTER, from: 'first', reason }, call),
    ).rejects.toThrow(/managed by the instance 'third' and not by 'first'/);

    expect(cluster.claimed.instance).toBe('third');
  });

  it('holds when it would end many calls that nobody here took back', async () => {
    const callers = Array.from({ length: 12 }, (_, index) =>
      component({
        ...{ name: `caller-${index}` },
        dependsOn: ['component:default/api'],
      }),
    );
    const { cluster, second, custody } = await start({
      there: [api, web, ...callers],
    });
    const before = specs(cluster);
    await custody.takeOver({ cluster: CLUSTER, from: 'first', reason }, call);

    const held = await second.pass();

    expect(held).toMatchObject({ state: 'held' });
    expect(held.message).toMatch(/would take away/);
    const [allow] = [...cluster.objects.keys()].filter(key =>
      /AuthorizationPolicy\/api\/allow/.test(key),
    );
    expect(cluster.objects.get(allow)?.metadata.labels?.[LABEL_INSTANCE]).toBe(
      'second',
    );
    expect(specs(cluster)[allow]).toEqual(before[allow]);

    await second.stores.custody.note(CLUSTER, { guarded: false });
    await second.pass();
    await second.pass();
    expect(specs(cluster)[allow]).not.toEqual(before[allow]);
  });
});
