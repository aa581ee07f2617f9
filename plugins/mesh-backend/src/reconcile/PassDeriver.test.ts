import { TestDatabases } from '@backstage/backend-test-utils';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { createWorld } from '../__testUtils__/createWorld';
import { writeStatusText } from '../database/statusText';

jest.mock('../database/statusText', () => {
  const actual = jest.requireActual('../database/statusText');
  return { ...actual, writeStatusText: jest.fn(actual.writeStatusText) };
});

jest.setTimeout(60_000);

const API = 'component:default/api';

describe('passes that find nothing new', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  /** Two passes over a cluster that hands out the same objects each time. */
  async function start() {
    const world = await createWorld({
      databases,
      entities: [
        component({ name: 'api' }),
        component({ name: 'web', dependsOn: [API] }),
      ],
    });
    const { cluster, clock } = world;
    cluster.list = async () => ({
      readAt: clock.now.toISOString(),
      objects: [...cluster.objects.values()],
      facts: cluster.facts,
    });
    for (let passes = 0; passes < 3; passes += 1) {
      await world.pass();
      world.laterSeconds(1);
    }
    return world;
  }

  it('make no text of a status, and tell that it is of now', async () => {
    const world = await start();
    expect(writeStatusText).toHaveBeenCalled();
    jest.mocked(writeStatusText).mockClear();

    await world.pass();

    expect(writeStatusText).not.toHaveBeenCalled();
    const status = await world.status(API);
    expect(status.passAt).toBe(world.clock.now.toISOString());
    expect(status.workloads[0].conditions[0].observedAt).toBe(status.passAt);
  });

  it('write what another replica has written since', async () => {
    const world = await start();
    const [api, web] = await world.stores.statuses.list();
    await world.stores.statuses.replaceAll([{ ...api, sentence: 'Other' }]);

    await world.pass();

    expect(await world.status(API)).toMatchObject({ sentence: api.sentence });
    expect(await world.status(web.entityRef)).toMatchObject({
      summary: web.summary,
    });
  });

  it('tell of a change in the cluster', async () => {
    const world = await start();
    const [key] = world.keys('PeerAuthentication');
    world.cluster.refuse = () => 'no';
    world.cluster.remove(key);

    await world.pass();

    const statuses = await world.stores.statuses.list();
    const states = statuses.flatMap(({ workloads }) =>
      workloads.flatMap(({ objects }) =>
        objects.filter(object => object.key === key),
      ),
    );
    expect(states.map(({ state }) => state)).not.toContain('applied');
    expect(states.length).toBeGreaterThan(0);
  });
});
