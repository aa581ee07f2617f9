import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ContractCache } from '@meshwright/plugin-mesh-node';
import { StreamingCatalogReader } from './CatalogReader';

const entity = (kind: string, name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default', links: [{ url: 'https://x' }] },
  spec: { definition: 'openapi: 3.1.0', type: 'openapi' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/a' }],
});

const createReader = (catalog: ReturnType<typeof catalogServiceMock>) =>
  StreamingCatalogReader.create({
    catalog,
    auth: mockServices.auth(),
    contracts: ContractCache.create(),
    logger: mockServices.logger.mock(),
  });

describe('StreamingCatalogReader', () => {
  it('reads the kinds that matter, without their heavy parts', async () => {
    const reader = createReader(
      catalogServiceMock({
        entities: [
          entity('API', 'a'),
          entity('User', 'u'),
          entity('Location', 'l'),
        ],
      }),
    );

    const { entities, contracts } = await reader.readListing();

    expect(entities.map(({ kind }) => kind)).toEqual(['API', 'Location']);
    expect(entities[0].spec).toEqual({ type: 'openapi' });
    expect(entities[0].metadata.links).toBeUndefined();
    expect(entities[0].relations).toBeUndefined();
    expect([...contracts]).toEqual([
      [
        'api:default/a',
        expect.objectContaining({ kind: 'operations', format: 'OpenAPI 3.1' }),
      ],
    ]);
  });

  it('throws when the listing breaks off, instead of handing out a part', async () => {
    const catalog = catalogServiceMock.mock({
      streamEntities: async function* broken() {
        yield [entity('Component', 'a')];
        throw new Error('socket hang up');
      },
    });

    await expect(createReader(catalog).readListing()).rejects.toThrow(
      /could not be read to its end.*socket hang up/,
    );
  });
});
