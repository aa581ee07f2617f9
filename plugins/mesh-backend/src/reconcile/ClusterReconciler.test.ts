import { TestDatabases } from '@backstage/backend-test-utils';
import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
} from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';
import { CONFIGURATION_KEY } from './planPass';

jest.setTimeout(60_000);

const payments = component({ name: 'payments', owner: 'group:default/pay' });
const api = component({
  name: 'api',
  dependsOn: ['component:default/payments'],
});
const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const shop = [web, api, payments];
const refOf = (name: string) => `component:default/${name}`;
const isOfWeb = (key: string) => key.includes('/web/allow-to-web');
const allowApi = 'security.istio.io/AuthorizationPolicy/api/';

describe('ClusterReconciler', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const start = (options: Partial<Parameters<typeof createWorld>[0]> = {}) =>
    createWorld({ databases, entities: shop, ...options });

  it('converges, and then writes nothing', async () => {
    const world = await start();

    const first = await world.pass();
    const writes = world.cluster.writes.length;
    const second = await world.pass();

    expect(first).toMatchObject({ state: 'managing', failed: 0 });
    expect(first.changes).toBeGreaterThan(10);
    expect(world.keys('Namespace')).toContain('/Namespace//web');
    expect(await world.stores.stages.list()).toContainEqual(
      expect.objectContaining({
        namespace: 'web',
        step: 'network',
        created: true,
      }),
    );
    expect(second).toMatchObject({ state: 'managing', changes: 0, failed: 0 });
    expect(world.cluster.writes).toHaveLength(writes);
  });

  it('binds a namespace to whoever claimed it first', async () => {
    const world = await start();

    await world.pass();

    expect(await world.stores.bindings.list()).toContainEqual(
      expect.objectContaining({
        namespace: 'payments',
        owner: 'group:default/pay',
        origin: 'first-come',
      }),
    );
  });

  it('audits every change of a pass as one event', async () => {
    const world = await start();

    await world.pass();
    await world.pass();

    expect(world.auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(world.audit.success.mock.calls[0][0].meta.changes).toContainEqual(
      expect.objectContaining({ key: '/Namespace//web', outcome: 'applied' }),
    );
  });

  it('leaves a namespace alone that it did not create', async () => {
    const cluster = new FakeMeshCluster({ name: CLUSTER, namespaces: ['api'] });
    const world = await start({ cluster });

    await world.pass();

    expect(cluster.writes.filter(({ key }) => key.includes('/api'))).toEqual(
      [],
    );
    expect(cluster.writes.length).toBeGreaterThan(0);
  });

  it('goes on after a refusal, shows it, and repairs it later', async () => {
    const world = await start();
    world.cluster.refuse = ({ key }) =>
      key.startsWith(allowApi) ? 'admission webhook said no' : undefined;

    const refused = await world.pass();
    const shown = await world.status(refOf('api'));
    world.cluster.refuse = () => undefined;
    const repaired = await world.pass();

    expect(refused.failed).toBeGreaterThan(0);
    expect(refused.message).toContain('admission webhook said no');
    expect(shown.workloads[0].objects).toContainEqual(
      expect.objectContaining({ state: 'refused' }),
    );
    expect(world.keys('AuthorizationPolicy').join()).toContain('/web/');
    expect(repaired).toMatchObject({ failed: 0 });
    expect((await world.pass()).changes).toBe(0);
  });

  it('skips what lives in a namespace that could not be made', async () => {
    const world = await start();
    world.cluster.refuse = ({ key }) =>
      key === '/Namespace//api' ? 'quota' : undefined;

    const stored = await world.pass();

    expect(stored.failed).toBeGreaterThan(1);
    expect(
      world.cluster.writes.filter(({ key }) => key.includes('/api/')),
    ).toEqual([]);
    expect(world.keys('Namespace')).toContain('/Namespace//web');
  });

  it('knows nothing while the cluster is down, and goes on when it is back', async () => {
    const world = await start();
    await world.pass();
    const before = await world.status(refOf('web'));
    world.cluster.unreachable = 'connection refused';
    world.later(1);

    const down = await world.pass();
    const during = await world.status(refOf('web'));
    world.cluster.unreachable = undefined;
    await world.pass();
    const after = await world.status(refOf('web'));

    expect(before.staleSince).toBeUndefined();
    expect(down).toMatchObject({
      state: 'unreachable',
      message: expect.stringContaining('connection refused'),
    });
    expect(during.staleSince).toBe(down.lastReadAt);
    expect(during.workloads[0].outbound).toHaveLength(1);
    expect(during.workloads[0].outbound[0].summary).not.toBe('in-force');
    expect(during.summary).not.toBe('in-force');
    expect(after.staleSince).toBeUndefined();
  });

  it('finishes what an interrupted pass began', async () => {
    const world = await start();
    const controller = new AbortController();
    world.cluster.refuse = () => {
      if (world.cluster.writes.length === 4) {
        controller.abort();
      }
      return undefined;
    };

    await expect(world.pass(controller.signal)).rejects.toThrow();
    const begun = world.cluster.writes.length;
    const next = await world
      .createReconciler()
      .reconcile(world.managed, new AbortController().signal);

    expect(begun).toBeLessThan(10);
    expect(next).toMatchObject({ state: 'managing', failed: 0 });
    expect(next.changes).toBeGreaterThan(0);
    // The planner may widen first and narrow in the pass after.
    await world.pass();
    const last = await world.pass();
    expect(last.changes).toBe(0);
    const whole = await start();
    await whole.pass();
    expect(world.policies()).toEqual(whole.policies());
  });

  it('only observes a cluster that another instance manages', async () => {
    const world = await start();
    world.cluster.claimed = { instance: 'production', since: '2026-01-01' };

    const stored = await world.pass();

    expect(stored).toMatchObject({
      state: 'observing',
      message: expect.stringContaining("'production'"),
    });
    expect(world.cluster.writes).toEqual([]);
    expect((await world.status(refOf('web'))).summary).not.toBe('in-force');
  });

  it('holds when the catalog is suddenly empty or breaks off', async () => {
    const world = await start();
    await world.pass();
    const writes = world.cluster.writes.length;

    world.catalog.entities = [];
    const empty = await world.pass();
    world.catalog.problem = new Error('The catalog could not be read');
    const broken = await world.pass();

    expect(empty).toMatchObject({
      state: 'held',
      message: expect.stringContaining('no entity of the mesh any more'),
    });
    expect(broken.state).toBe('held');
    expect(world.cluster.writes).toHaveLength(writes);
    expect((await world.status(refOf('web'))).staleSince).toBeDefined();

    world.catalog.problem = undefined;
    world.catalog.entities = shop;
    expect(await world.pass()).toMatchObject({ state: 'managing', changes: 0 });
    expect((await world.status(refOf('web'))).staleSince).toBeUndefined();
  });

  it('holds when the database knows nothing of what is in the cluster', async () => {
    const before = await start();
    await before.pass();

    const after = await start({ cluster: before.cluster });
    const writes = before.cluster.writes.length;
    const stored = await after.pass();

    expect(stored).toMatchObject({
      state: 'held',
      message: expect.stringContaining('no record'),
    });
    expect(before.cluster.writes).toHaveLength(writes);
  });

  describe('with drift', () => {
    type World = Awaited<ReturnType<typeof start>>;
    const objectOf = async (world: World, key: string) =>
      (await world.status(refOf('api'))).workloads[0].objects.find(
        object => object.key === key,
      );
    /** A world in force, and one of its policies. */
    async function drift(options: Parameters<typeof start>[0] = {}) {
      const world = await start(options);
      await world.pass();
      const key = world
        .keys('AuthorizationPolicy')
        .find(k => k.startsWith(allowApi))!;
      return { world, key, before: world.cluster.objects.get(key)! };
    }

    it('shows it, puts it back a while later, and says so', async () => {
      const { world, key, before } = await drift();
      const writes = world.cluster.writes.length;
      world.cluster.put({ ...before, spec: { rules: [{}] } });

      const seen = await world.pass();
      world.laterSeconds(4);
      await world.pass();

      expect(world.cluster.writes).toHaveLength(writes);
      expect(seen).toMatchObject({
        state: 'managing',
        changes: 0,
        message: expect.stringContaining('Somebody else'),
        driftedSince: { [key]: '2027-01-01T12:00:00.000Z' },
      });
      expect(await objectOf(world, key)).toMatchObject({
        state: 'drifted',
        message: expect.stringContaining('spec.rules'),
      });
      expect((await world.status(refOf('api'))).summary).not.toBe('in-force');

      world.laterSeconds(1);
      const repaired = await world.pass();
      expect(world.cluster.objects.get(key)?.spec).toEqual(before.spec);
      expect(repaired).toMatchObject({ changes: 1, driftedSince: {} });
      expect((await objectOf(world, key))?.message).toMatch(/put back at 2027/);
      world.later(1);
      await world.pass();
      expect((await objectOf(world, key))?.message ?? '').not.toMatch(/put/);
    });

    it('creates again what somebody deleted, after the same while', async () => {
      const { world, key } = await drift();
      world.cluster.remove(key);

      await world.pass();
      expect(await objectOf(world, key)).toMatchObject({
        state: 'missing',
        message: expect.stringContaining('Somebody else deleted it'),
      });
      expect(world.cluster.objects.has(key)).toBe(false);
      world.laterSeconds(5);
      await world.pass();

      expect(world.cluster.objects.has(key)).toBe(true);
    });

    it('knows since when, also after a restart', async () => {
      const { world, key, before } = await drift();
      world.cluster.put({ ...before, spec: { rules: [{}] } });
      await world.pass();
      world.laterSeconds(5);
      const passAgain = () =>
        world
          .createReconciler()
          .reconcile(world.managed, new AbortController().signal);

      expect(await passAgain()).toMatchObject({ changes: 1 });
      expect(await passAgain()).toMatchObject({ changes: 0 });
      expect(world.cluster.objects.get(key)?.spec).toEqual(before.spec);
    });

    it('does not hold up what is to change anyway', async () => {
      const { world, key, before } = await drift();
      const other = world.keys('NetworkPolicy').find(k => k.includes('/api/'))!;
      const foreign = world.cluster.objects.get(other)!;
      world.cluster.put({ ...foreign, spec: {} });
      world.cluster.put({ ...before, spec: { rules: [{}] } });
      world.catalog.entities = [component({ name: 'web' }), api, payments];

      await world.pass();

      expect(JSON.stringify(world.cluster.objects.get(key)?.spec)).not.toMatch(
        /rules/,
      );
      expect(JSON.stringify(world.cluster.objects.get(key)?.spec)).toContain(
        'selector',
      );
    });

    it('repairs at once when no while is configured', async () => {
      const { world, key, before } = await drift({
        config: { repairAfterSeconds: 0 },
      });
      world.cluster.put({ ...before, spec: { rules: [{}] } });

      await world.pass();

      expect(world.cluster.objects.get(key)?.spec).toEqual(before.spec);
    });
  });

  it('never touches objects of others', async () => {
    const theirs = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: {
        name: 'theirs',
        namespace: 'default',
        labels: { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: 'other' },
      },
      spec: {},
    };
    const world = await start();
    world.cluster.put(theirs);

    await world.pass();

    expect(world.cluster.writes.map(({ key }) => key).join()).not.toContain(
      '/theirs',
    );
  });

  it('says when a grant ends, and takes it out in the pass after that', async () => {
    const until = '2027-01-01T13:00:00.000Z';
    const dependsOn = ['component:default/api'];
    const dependencies = { 'component:default/api': { until } };
    const world = await start({
      entities: [
        component({ name: 'web', dependsOn, mesh: { dependencies } }),
        component({ name: 'api' }),
      ],
    });
    const isGranted = () =>
      JSON.stringify(world.policies()).includes('ns/web/sa/web');

    await world.pass();
    const before = isGranted();
    world.later(1);
    await world.pass();

    expect([before, isGranted()]).toEqual([true, false]);
    expect(world.nextInstants).toEqual([until]);
  });

  it('takes a revoked edge out of the cluster', async () => {
    const world = await start();
    await world.pass();
    const granted = () =>
      JSON.stringify(
        [...world.cluster.objects.values()].filter(
          ({ kind, metadata }) =>
            kind === 'AuthorizationPolicy' && metadata.namespace === 'api',
        ),
      ).includes('ns/web/sa/web');
    expect(granted()).toBe(true);

    world.catalog.entities = [component({ name: 'web' }), api, payments];
    await world.pass();

    expect(granted()).toBe(false);
    expect((await world.status(refOf('web'))).workloads[0].outbound).toEqual(
      [],
    );
  });

  it('keeps what is gone for a while, and withdraws it when confirmed', async () => {
    const world = await start();
    await world.pass();
    const isThere = () => world.keys('AuthorizationPolicy').some(isOfWeb);
    const before = isThere();
    world.catalog.entities = [api, payments];

    await world.pass();
    const retiring = (await world.status(refOf('web'))).workloads[0].retiring;
    const during = isThere();
    await world.stores.lastGood.confirm(refOf('web'));
    await world.pass();

    expect([before, during, isThere()]).toEqual([true, true, false]);
    expect(retiring).toBeDefined();
    await expect(world.stores.lastGood.list()).resolves.not.toContainEqual(
      expect.objectContaining({ entityRef: refOf('web') }),
    );
    await world.pass();
    expect(await world.stores.statuses.get(refOf('web'))).toBeUndefined();
  });

  it('withdraws what is gone when the grace period is over', async () => {
    const world = await start();
    await world.pass();
    world.catalog.entities = [api, payments];
    await world.pass();
    const during = world.keys('AuthorizationPolicy').some(isOfWeb);
    world.later(25);

    await world.pass();

    const policies = world.keys('AuthorizationPolicy');
    expect([during, policies.some(isOfWeb)]).toEqual([true, false]);
    expect(policies.join()).toContain('/web/meshwright-default-deny');
    expect(world.keys('ServiceAccount').join()).toContain('/web/web');
  });

  describe('on hold', () => {
    const job = component({
      name: 'job',
      dependsOn: ['component:default/api'],
    });
    const many = [web, job, api, payments];
    const hold = { minimum: 2, share: 0.01 };
    const rulesOf = (world: Awaited<ReturnType<typeof start>>, name: string) =>
      JSON.stringify(
        Object.entries(world.policies()).filter(([key]) =>
          key.startsWith(`security.istio.io/AuthorizationPolicy/${name}/`),
        ),
      );
    /** A world from which `web` has vanished, the grace period over. */
    async function loseWeb() {
      const world = await start({ entities: many, config: { hold } });
      await world.pass();
      world.catalog.entities = [job, api, payments];
      await world.pass();
      world.later(25);
      return world;
    }

    it('keeps what vanished, and goes on when it is back', async () => {
      const world = await loseWeb();

      const held = await world.pass();

      expect(held).toMatchObject({ state: 'held' });
      expect(rulesOf(world, 'api')).toContain('ns/web/sa/web');
      expect(world.keys('AuthorizationPolicy').some(isOfWeb)).toBe(true);
      world.catalog.entities = many;
      expect(await world.pass()).toMatchObject({ state: 'managing' });
      expect(rulesOf(world, 'api')).toContain('ns/web/sa/web');
    });

    it('goes on when somebody confirms that it is gone', async () => {
      const world = await loseWeb();
      await world.pass();

      await world.stores.lastGood.confirm(refOf('web'));

      expect(await world.pass()).toMatchObject({ state: 'managing' });
      expect(rulesOf(world, 'api')).not.toContain('ns/web/sa/web');
      expect(world.keys('AuthorizationPolicy').some(isOfWeb)).toBe(false);
    });

    it('never keeps what an author takes back meanwhile', async () => {
      const world = await loseWeb();
      await world.pass();
      expect(rulesOf(world, 'api')).toContain('ns/job/sa/job');
      world.catalog.entities = [component({ name: 'job' }), api, payments];

      const held = await world.pass();

      expect(held).toMatchObject({ state: 'held' });
      expect(rulesOf(world, 'api')).toContain('ns/web/sa/web');
      expect(rulesOf(world, 'api')).not.toContain('ns/job/sa/job');
      const writes = world.cluster.writes.length;
      await world.pass();
      expect(world.cluster.writes).toHaveLength(writes);
    });

    it('keeps what a changed configuration takes away, until somebody goes on', async () => {
      const defaults = {
        approval: 'none' as 'none' | 'owner',
        retiringHours: 24,
        unclaimed: 'first-come' as const,
      };
      const world = await start({
        entities: [
          payments,
          ...['a', 'b', 'c'].map(name =>
            component({ name, dependsOn: ['component:default/payments'] }),
          ),
        ],
        config: { hold, defaults },
      });
      await world.pass();
      defaults.approval = 'owner';
      world.catalog.entities[1] = component({ name: 'a' });

      const held = await world.pass();

      expect(held).toMatchObject({ state: 'held' });
      expect(rulesOf(world, 'payments')).not.toContain('ns/a/sa/a');
      expect(rulesOf(world, 'payments')).toContain('ns/b/sa/b');
      expect((await world.pass()).state).toBe('held');
      // As somebody does who asks for a pass by hand.
      const { [CONFIGURATION_KEY]: _, ...appliedDigests } = held.appliedDigests;
      await world.stores.passes.put({
        ...held,
        state: 'managing',
        appliedDigests,
      });
      expect(await world.pass()).toMatchObject({ state: 'managing' });
      expect(rulesOf(world, 'payments')).not.toContain('ns/b/sa/b');
    });
  });

  it('leaves records alone while the zone does not answer', async () => {
    const named = component({ name: 'web', mesh: { dns: ['web'] } });
    const world = await start({ entities: [named] });
    world.zone.unreachable = 'timed out';

    const first = await world.pass();
    expect(first.state).toBe('managing');
    expect(world.keys('Namespace')).toContain('/Namespace//web');
    world.zone.unreachable = undefined;
    await world.pass();

    expect([...world.zone.records.values()]).toMatchObject([
      { name: 'web', addresses: ['10.240.4.4'] },
    ]);
  });

  it('says once that a zone and a traffic source do not answer', async () => {
    const named = component({ name: 'web', mesh: { dns: ['web'] } });
    const traffic = { observe: jest.fn() };
    traffic.observe.mockRejectedValue(new Error('no route to prometheus'));
    const world = await start({ entities: [named], traffic });
    world.zone.unreachable = 'zone timed out';

    await world.pass();
    const stored = await world.pass();

    const warnings = () => JSON.stringify(world.logger.warn.mock.calls);
    expect(warnings().match(/zone timed out/g)).toHaveLength(1);
    expect(warnings().match(/no route to prometheus/g)).toHaveLength(1);
    expect(stored.message).toContain('zone timed out');
    expect(stored.message).toContain('no route to prometheus');
    const shown = JSON.stringify(await world.status(refOf('web')));
    expect(shown).toContain('zone timed out');
    expect(shown).toContain('no route to prometheus');

    world.zone.unreachable = undefined;
    await world.pass();
    expect(JSON.stringify(world.logger.info.mock.calls)).toContain(
      'The private zone of a cluster answers again',
    );
    world.zone.unreachable = 'zone timed out';
    await world.pass();
    expect(warnings().match(/zone timed out/g)).toHaveLength(2);
  });

  it('does not know what is declared while the catalog refuses it', async () => {
    const refused = {
      ...web,
      status: {
        items: [
          {
            type: 'backstage.io/catalog-processing',
            level: 'error' as const,
            message: 'InputError: Policy check failed',
          },
        ],
      },
    };
    const world = await start({ entities: [refused, api, payments] });
    const pod = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: name, labels: { app: name } },
      spec: { serviceAccountName: name },
    });
    world.cluster.put(pod('web'));

    await world.pass();

    const { workloads, summary, sentence } = await world.status(refOf('web'));
    expect(
      workloads[0].conditions.find(({ type }) => type === 'Declared'),
    ).toMatchObject({
      status: 'unknown',
      reason: 'CatalogRefuses',
      message: expect.stringContaining('Policy check failed'),
    });
    expect(summary).not.toBe('in-force');
    expect(sentence).toContain('The catalog refuses the newer version');
  });

  it('shows the requests that wait for another owner', async () => {
    const world = await start();

    await world.pass();

    const [edge] = (await world.status(refOf('payments'))).workloads[0].inbound;
    expect(edge).toMatchObject({
      consent: { state: 'pending', reason: 'WaitsForOwner' },
      summary: 'waiting',
    });
  });
});
