import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import request from 'supertest';
import catalogModuleMesh from '.';

jest.setTimeout(60_000);

async function readUntilFound(read: () => Promise<request.Response>) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await read();
    if (response.status === 200) {
      return response.body;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('The catalog did not get the entity within ten seconds');
}

describe('catalogModuleMesh', () => {
  it('makes an entity of every configured cluster', async () => {
    const { server } = await startTestBackend({
      features: [
        catalogPlugin,
        catalogModuleMesh,
        mockServices.rootConfig.factory({
          data: {
            permission: {
              mesh: { platformGroups: ['group:default/platform'] },
            },
            mesh: { clusters: [{ name: 'shop-weu', environment: 'test' }] },
          },
        }),
      ],
    });

    const entity = await readUntilFound(() =>
      request(server).get(
        '/api/catalog/entities/by-name/resource/default/shop-weu',
      ),
    );

    expect(entity).toMatchObject({
      metadata: { description: expect.stringContaining('environment test') },
      spec: { type: 'mesh-cluster', owner: 'group:default/platform' },
    });
  });
});
