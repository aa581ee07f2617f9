import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import type { ProvisionedCluster } from '@meshwright/plugin-mesh-common';
import { ClusterRegistry } from './ClusterRegistry';
import { readClusterSettings } from './config';
import { Extensions } from './createClusters';

const settings = {
  environment: 'test',
  type: 'kubeconfig',
  kubeconfig: '/nowhere',
  revision: 'asm-1-30',
};

function made(
  name: string,
  state: ProvisionedCluster['state'] = 'ready',
): ProvisionedCluster {
  const spec = { owner: 'group:default/platform' };
  return {
    name,
    state,
    settings: { name, ...settings },
    spec: spec as ProvisionedCluster['spec'],
  };
}

function createWorld() {
  const known: { made: ProvisionedCluster[] } = { made: [] };
  const block = new ConfigReader({ name: 'configured', ...settings });
  const registry = ClusterRegistry.create({
    settings: [readClusterSettings(block, 0)],
    extensions: new Extensions(),
    logger: mockServices.logger.mock(),
    readProvisioned: async () => known.made,
  });
  const changes: string[][] = [];
  registry.onChange(list => changes.push(list.map(({ name }) => name)));
  return { known, registry, changes };
}

describe('ClusterRegistry', () => {
  it('follows clusters that come and go', async () => {
    const { known, registry, changes } = createWorld();

    await registry.sync();
    known.made = [made('new')];
    await registry.sync();
    const [, first] = registry.list();
    await registry.sync();
    expect(registry.list()[1]).toBe(first);
    known.made = [];
    await registry.sync();

    expect(changes).toEqual([['configured', 'new'], ['configured']]);
  });

  it('hands a cluster to the passes only once it is ready', async () => {
    const { known, registry } = createWorld();

    known.made = [made('new', 'provisioning')];
    await registry.sync();
    expect(registry.list()[1]).toMatchObject({
      lifecycle: 'provisioning',
      cluster: undefined,
      problem: expect.stringMatching(/is being made/),
    });

    known.made = [made('new')];
    await registry.sync();
    expect(registry.list()[1]).toMatchObject({
      lifecycle: 'ready',
      cluster: { name: 'new' },
    });
    expect(registry.list()[1].problem).toBeUndefined();

    known.made = [made('new', 'retiring')];
    await registry.sync();
    expect(registry.list()[1]).toMatchObject({
      cluster: undefined,
      problem: expect.stringMatching(/taken down/),
    });
  });

  it('tells of another owner', async () => {
    const { known, registry, changes } = createWorld();
    known.made = [made('new')];
    await registry.sync();

    const spec = { owner: 'group:default/data' } as ProvisionedCluster['spec'];
    known.made = [{ ...made('new'), spec }];
    await registry.sync();

    expect(changes).toHaveLength(2);
    expect(registry.settings()[1].block.getString('owner')).toBe(spec.owner);
  });

  it('lets the configuration win', async () => {
    const { known, registry } = createWorld();
    known.made = [made('configured', 'retiring')];

    await registry.sync();

    expect(registry.list()).toHaveLength(1);
    expect(registry.list()[0].lifecycle).toBeUndefined();
  });

  it('keeps what it knows when the database does not answer', async () => {
    const { known, registry } = createWorld();
    known.made = [made('new')];
    await registry.sync();
    Object.defineProperty(known, 'made', {
      get: () => {
        throw new Error('no database');
      },
    });

    await expect(registry.sync()).rejects.toThrow('no database');
    expect(registry.list()).toHaveLength(2);
  });

  it('reaches a cluster that another replica has just made', async () => {
    const { known, registry } = createWorld();
    known.made = [made('new', 'provisioning')];

    await expect(registry.connect('new')).resolves.toBeDefined();
    await expect(registry.connect('other')).rejects.toThrow(
      "No cluster 'other' is known here",
    );
  });
});
