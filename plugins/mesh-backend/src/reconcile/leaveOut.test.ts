import { TestDatabases } from '@backstage/backend-test-utils';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';
import { listLeftOut } from './leaveOut';

jest.setTimeout(60_000);

const facts = { revisions: [], unmodelled: [] };

describe('listLeftOut', () => {
  it.each([
    [undefined, []],
    [['telemetry.istio.io/Telemetry'], ['Telemetry']],
    [['networking.istio.io/ServiceEntry'], ['ServiceEntry', 'Sidecar']],
    [['security.istio.io/AuthorizationPolicy', 'toString'], []],
  ])('for clusters without %j is %j', (missingKinds, expected) => {
    expect(listLeftOut({ ...facts, missingKinds })).toEqual(expected);
  });
});

describe('a cluster that lacks a kind', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('gets everything else, and the pass says what is left out', async () => {
    const cluster = new FakeMeshCluster({
      name: CLUSTER,
      facts: { missingKinds: ['networking.istio.io/Sidecar'] },
    });
    const world = await createWorld({
      databases,
      cluster,
      entities: [
        component({ name: 'web', dependsOn: ['component:default/api'] }),
        component({ name: 'api' }),
      ],
    });

    const pass = await world.pass();

    expect(pass).toMatchObject({
      state: 'managing',
      failed: 0,
      message: expect.stringContaining('left out: Sidecar'),
    });
    expect(world.keys('Sidecar')).toEqual([]);
    expect(world.keys('AuthorizationPolicy').join()).toContain('/api/');
    expect(world.keys('NetworkPolicy').join()).toContain('/api/');
  });
});
