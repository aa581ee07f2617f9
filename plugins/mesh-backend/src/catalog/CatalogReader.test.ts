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

  it('throws when the pages end early without saying so', async () => {
    const listed = [entity('Component', 'a')];
    const catalog = catalogServiceMock.mock({
      streamEntities: async function* short() {
        yield listed;
      },
      queryEntities: async () => ({
        ...{ items: listed, totalItems: 2, pageInfo: {} },
      }),
    });

    await expect(createReader(catalog).readListing()).rejects.toThrow(
      /could not be read to its end.*1 of its entities/,
    );
  });

  it('reads again when something came meanwhile', async () => {
    const listed = [entity('Component', 'a')];
    const catalog = catalogServiceMock.mock({
      streamEntities: async function* growing() {
        yield [...listed];
        listed.push(entity('Component', 'b'));
      },
      queryEntities: async () => ({
        ...{ items: listed, totalItems: 2, pageInfo: {} },
      }),
    });

    const { entities } = await createReader(catalog).readListing();

    expect(entities).toHaveLength(2);
  });
});
