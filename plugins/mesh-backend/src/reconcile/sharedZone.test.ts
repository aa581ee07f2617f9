import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  type DnsRecordSet,
  RECORD_CLUSTER,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
} from '@meshwright/plugin-mesh-common';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import {
  cluster as clusterConfig,
  component,
} from '@meshwright/plugin-mesh-common/testUtils';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';

jest.setTimeout(60_000);

const OTHER = 'shop-neu';
const api = component({ name: 'api', mesh: { dns: ['api'] } });
const cart = component({ name: 'cart', mesh: { dns: ['cart'] } });
const web = component({
  name: 'web',
  mesh: { cluster: OTHER, dns: ['web'] },
});

describe('two clusters that share a private zone', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const signal = new AbortController().signal;

  async function start(entities = [api, web]) {
    const here = clusterConfig();
    const there = clusterConfig({
      name: OTHER,
      gateways: {
        internal: { ...here.gateways.internal!, address: '10.9.9.9' },
      },
    });
    const world = await createWorld({
      ...{ databases, entities },
      config: {
        clusters: [here, there].map(cluster => ({
          ...{ name: cluster.name, environment: 'production', cluster },
          block: new ConfigReader({}),
        })),
      },
    });
    const other = {
      ...world.managed,
      ...{ name: OTHER, config: there },
      cluster: new FakeMeshCluster({ name: OTHER }),
    };
    const reconciler = world.createReconciler();
    return {
      ...world,
      passOther: () => reconciler.reconcile(other, signal),
      both: async () => {
        await world.pass();
        await reconciler.reconcile(other, signal);
      },
      /** Names, the address and the cluster of each. */
      names: () =>
        [...world.zone.records.values()]
          .map(
            ({ name, addresses, metadata }) =>
              `${name} ${addresses} ${metadata[RECORD_CLUSTER]}`,
          )
          .sort(),
      nameOf: async (ref: string) =>
        (await world.status(ref)).workloads
          .flatMap(({ names }) => names)
          .find(({ kind }) => kind === 'dns'),
    };
  }
  /** As a version wrote it that did not say of which cluster it is. */
  const old = (name: string, address: string): DnsRecordSet => ({
    ...{ zone: 'mesh.internal', name, type: 'A', ttl: 300 },
    addresses: [address],
    metadata: { [RECORD_MANAGED_BY]: 'meshwright', [RECORD_INSTANCE]: 'test' },
  });

  it('keep each other’s names, pass after pass', async () => {
    const world = await start();
    await world.both();
    await world.both();
    const after = world.zone.writes.length;
    await world.both();

    expect(world.names()).toEqual([
      `api 10.240.4.4 ${CLUSTER}`,
      `web 10.9.9.9 ${OTHER}`,
    ]);
    expect(world.zone.writes).toHaveLength(after);

    world.catalog.entities = [component({ name: 'api' }), web];
    await world.both();
    await world.both();
    expect(world.names()).toEqual([`web 10.9.9.9 ${OTHER}`]);
  });

  it('do not take a name from each other; the later one says why it has none', async () => {
    const rival = component({
      name: 'rival',
      mesh: { cluster: OTHER, dns: ['api'] },
    });
    const world = await start([api, rival]);
    await world.both();
    await world.both();

    expect(world.names()).toEqual([`api 10.240.4.4 ${CLUSTER}`]);
    expect(world.zone.writes).toHaveLength(1);
    expect(await world.nameOf('component:default/api')).toMatchObject({
      state: 'applied',
    });
    expect(await world.nameOf('component:default/rival')).toMatchObject({
      state: 'conflict',
      message: expect.stringContaining(`leads to cluster '${CLUSTER}'`),
    });

    // The name is given up by one, and the other has it then.
    world.catalog.entities = [component({ name: 'api' }), rival];
    await world.both();
    await world.both();
    expect(world.names()).toEqual([`api 10.9.9.9 ${OTHER}`]);
  });

  it('take records of an older version over where they need them, and hold the rest', async () => {
    const world = await start([api, cart, web]);
    world.zone.put(old('api', '10.240.4.4'));
    world.zone.put(old('web', '10.240.4.4'));
    world.zone.put(old('lost', '10.9.9.9'));

    const stored = await world.pass();
    expect(stored).toMatchObject({ state: 'managing', failed: 0 });
    expect(world.names()).toEqual([
      `api 10.240.4.4 ${CLUSTER}`,
      `cart 10.240.4.4 ${CLUSTER}`,
      'lost 10.9.9.9 undefined',
      'web 10.240.4.4 undefined',
    ]);
    expect(stored.message).toContain("'lost.mesh.internal'");

    const there = await world.passOther();
    expect(world.names()).toContain(`web 10.9.9.9 ${OTHER}`);
    expect(world.names()).toContain('lost 10.9.9.9 undefined');
    expect(there.message).toMatch(/1 record.*'lost.mesh.internal'/);
  });

  it('uninstall from one of them leaves the names of the other', async () => {
    const world = await start();
    world.zone.put(old('lost', '10.9.9.9'));
    await world.both();
    await world.stores.custody.decide({
      ...{ cluster: CLUSTER, by: 'user:default/ada', reason: 'We move on' },
      ...{ from: ['managed'], to: 'removing', at: '2027-01-01T00:00:00Z' },
    });

    await world.pass();

    expect(world.names()).toEqual([
      'lost 10.9.9.9 undefined',
      `web 10.9.9.9 ${OTHER}`,
    ]);
  });
});
