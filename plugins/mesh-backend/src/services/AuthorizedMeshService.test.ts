import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { AuthorizedMeshService } from './AuthorizedMeshService';
import type { MeshService } from './MeshService';

const spec = { name: 'shop-weu' } as MeshClusterSpec;
const cluster = {
  name: 'shop-weu',
  environment: 'production',
  trustDomain: 'cluster.local',
  revision: 'asm-1-29',
  state: 'ready' as const,
};

function createService(denied: string) {
  return AuthorizedMeshService.create({
    service: {
      listClusters: async () => ({ items: [{ ...cluster, spec }] }),
    } as Partial<MeshService> as MeshService,
    permissions: mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result:
            permission.name === denied
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
    }),
  });
}

const credentials = mockCredentials.user();

describe('AuthorizedMeshService', () => {
  it('shows what a cluster was made of to who may read that', async () => {
    await expect(
      createService('none').listClusters({ credentials }),
    ).resolves.toEqual({ items: [{ ...cluster, spec }] });
    await expect(
      createService('mesh.cluster.read').listClusters({ credentials }),
    ).resolves.toEqual({ items: [cluster] });
  });

  it('shows no cluster to who may not see the mesh', async () => {
    await expect(
      createService('mesh.status.read').listClusters({ credentials }),
    ).rejects.toThrow("'mesh.status.read'");
  });
});
