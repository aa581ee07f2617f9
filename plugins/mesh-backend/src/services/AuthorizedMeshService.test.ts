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

const status = { json: '{}', version: '1' };
const everything = {
  decide: true,
  bind: true,
  adopt: true,
  confirmRetiring: true,
};
const entityRef = 'component:default/web';

function start(denied: string) {
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission }) => ({
        result:
          permission.name === denied
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      })),
  });
  const getStatus = jest.fn(async () => ({ status, allowed: everything }));
  const mesh = AuthorizedMeshService.create({
    service: {
      listClusters: async () => ({ items: [{ ...cluster, spec }] }),
      getStatus,
    } as Partial<MeshService> as MeshService,
    permissions,
  });
  return { mesh, permissions, getStatus };
}

const createService = (denied: string) => start(denied).mesh;

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

  it.each([
    ['none', {}],
    ['mesh.request.decide', { decide: false }],
    ['mesh.binding.create', { bind: false }],
    ['mesh.namespace.adopt', { adopt: false }],
    ['mesh.retiring.confirm', { confirmRetiring: false }],
  ])(
    'asks once what to offer beside a status, without %s',
    async (denied, not) => {
      const { mesh, permissions } = start(denied);

      await expect(
        mesh.getStatus({ entityRef }, { credentials }),
      ).resolves.toEqual({ status, allowed: { ...everything, ...not } });

      expect(permissions.authorize).toHaveBeenCalledTimes(1);
      const [[requests]] = permissions.authorize.mock.calls;
      expect(requests).toContainEqual(
        expect.objectContaining({ resourceRef: entityRef }),
      );
    },
  );

  it('reads no status for who may not see the mesh', async () => {
    const { mesh, getStatus } = start('mesh.status.read');

    await expect(
      mesh.getStatus({ entityRef }, { credentials }),
    ).rejects.toThrow("'mesh.status.read'");
    expect(getStatus).not.toHaveBeenCalled();
  });
});
