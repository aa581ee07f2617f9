import { mockCredentials } from '@backstage/backend-test-utils';
import { createPermission } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  meshBindingCreatePermission,
  meshInputReadPermission,
  meshNamespaceAdoptPermission,
  meshPermissions,
  meshRequestDecidePermission,
  meshRetiringConfirmPermission,
  meshServiceRegisterPermission,
  meshStatusReadPermission,
} from '@meshwright/plugin-mesh-common';
import { MeshPermissionPolicy } from './MeshPermissionPolicy';

const policy = MeshPermissionPolicy.create({
  platformGroups: ['group:default/platform'],
});

function user(...ownershipEntityRefs: string[]): PolicyQueryUser {
  return {
    credentials: mockCredentials.user(),
    info: { userEntityRef: 'user:default/x', ownershipEntityRefs },
  };
}

const developer = user('user:default/dana', 'group:default/shop');
const engineer = user('user:default/petra', 'group:default/platform');

describe('MeshPermissionPolicy', () => {
  it.each(meshPermissions.map(p => [p.name, p] as const))(
    'lets the platform group %s',
    async (_, permission) => {
      expect(await policy.handle({ permission }, engineer)).toEqual({
        result: 'ALLOW',
      });
    },
  );

  it.each([meshStatusReadPermission, meshServiceRegisterPermission])(
    'lets everybody signed in $name',
    async permission => {
      expect(await policy.handle({ permission }, developer)).toEqual({
        result: 'ALLOW',
      });
    },
  );

  it.each([
    meshBindingCreatePermission,
    meshNamespaceAdoptPermission,
    meshRetiringConfirmPermission,
    meshInputReadPermission,
  ])('keeps $name from developers', async permission => {
    expect(await policy.handle({ permission }, developer)).toEqual({
      result: 'DENY',
    });
  });

  it('lets owners decide about their own services only', async () => {
    const permission = meshRequestDecidePermission;

    expect(await policy.handle({ permission }, developer)).toMatchObject({
      result: 'CONDITIONAL',
      conditions: {
        rule: 'IS_PROVIDER_OWNER',
        params: { claims: ['user:default/dana', 'group:default/shop'] },
      },
    });
  });

  it.each(meshPermissions.map(p => [p.name, p] as const))(
    'refuses %s to nobody in particular',
    async (_, permission) => {
      expect(await policy.handle({ permission })).toEqual({ result: 'DENY' });
    },
  );

  it('leaves other plugins alone', async () => {
    const permission = createPermission({
      name: 'catalog.entity.read',
      attributes: { action: 'read' },
    });

    expect(await policy.handle({ permission }, developer)).toEqual({
      result: 'ALLOW',
    });
  });
});
