import { createMeshConditionalDecision, meshConditions } from './conditions';
import { meshRequestDecidePermission } from './permissions';

describe('createMeshConditionalDecision', () => {
  it('hands the condition on the owner to the plugin', () => {
    const claims = ['group:default/shop'];

    expect(
      createMeshConditionalDecision(
        meshRequestDecidePermission,
        meshConditions.isProviderOwner({ claims }),
      ),
    ).toEqual({
      result: 'CONDITIONAL',
      pluginId: 'mesh',
      resourceType: 'mesh-entity',
      conditions: {
        rule: 'IS_PROVIDER_OWNER',
        resourceType: 'mesh-entity',
        params: { claims },
      },
    });
  });
});
