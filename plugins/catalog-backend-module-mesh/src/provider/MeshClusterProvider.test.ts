import { mockServices } from '@backstage/backend-test-utils';
import { buildClusterEntity } from './buildClusterEntity';
import { MeshClusterProvider } from './MeshClusterProvider';

const entity = (name: string) =>
  buildClusterEntity({
    name,
    environment: 'test',
    owner: 'group:default/platform',
    location: 'config:mesh.clusters',
  });

function createWorld() {
  const known = { provisioned: [entity('made')], isDown: false };
  const applyMutation = jest.fn();
  const provider = MeshClusterProvider.create({
    configured: [entity('configured')],
    readProvisioned: async () => {
      if (known.isDown) {
        throw new Error('down');
      }
      return known.provisioned;
    },
    logger: mockServices.logger.mock(),
  });
  const names = () =>
    applyMutation.mock.calls.map(([{ type, entities, added }]) => [
      type,
      ...(entities ?? added).map(
        (deferred: { entity: ReturnType<typeof entity> }) =>
          deferred.entity.metadata.name,
      ),
    ]);
  return {
    known,
    provider,
    names,
    connection: { applyMutation, refresh: jest.fn() },
  };
}

describe('MeshClusterProvider', () => {
  it('takes nothing away before the mesh has told what was made', async () => {
    const { provider, connection, known, names } = createWorld();
    known.isDown = true;

    await provider.connect(connection);
    await provider.refresh();

    expect(names()).toEqual([['delta', 'configured']]);
  });

  it('follows what is made and taken down, and is quiet otherwise', async () => {
    const { provider, connection, known, names } = createWorld();
    await provider.connect(connection);

    await provider.refresh();
    await provider.refresh();
    known.isDown = true;
    await provider.refresh();
    known.isDown = false;
    known.provisioned = [];
    await provider.refresh();

    expect(names()).toEqual([
      ['delta', 'configured'],
      ['full', 'configured', 'made'],
      ['full', 'configured'],
    ]);
  });

  it('lets the configuration win over a cluster of the same name', async () => {
    const { provider, connection, known, names } = createWorld();
    known.provisioned = [entity('Configured')];
    await provider.connect(connection);

    await provider.refresh();

    expect(names()[1]).toEqual(['full', 'configured']);
  });

  it('tells the catalog again what it did not take', async () => {
    const { provider, connection, names } = createWorld();
    await provider.connect(connection);
    connection.applyMutation.mockRejectedValueOnce(new Error('locked'));

    await expect(provider.refresh()).rejects.toThrow('locked');
    await provider.refresh();

    expect(names()).toHaveLength(3);
  });
});
