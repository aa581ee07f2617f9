import type {
  ConditionalPolicyDecision,
  PermissionCondition,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_MESH_ENTITY } from './permissions';

/** Parameters of the conditions on owners. @public */
export type MeshOwnerParams = {
  /** References that somebody owns things through: themselves, their groups. */
  claims: string[];
};

type MeshCondition = PermissionCondition<
  typeof RESOURCE_TYPE_MESH_ENTITY,
  MeshOwnerParams
>;

const condition =
  (rule: string) =>
  (params: MeshOwnerParams): MeshCondition => ({
    rule,
    resourceType: RESOURCE_TYPE_MESH_ENTITY,
    params,
  });

/**
 * Conditions for permission policies, on permissions of type
 * {@link RESOURCE_TYPE_MESH_ENTITY}.
 *
 * @public
 */
export const meshConditions = {
  /** The service is bound, and its owner is among the claims. */
  isProviderOwner: condition('IS_PROVIDER_OWNER'),
  /** The service says that its owner is among the claims. */
  isWorkloadOwner: condition('IS_WORKLOAD_OWNER'),
};

/**
 * Makes the decision of a policy of conditions.
 *
 * @public
 */
export function createMeshConditionalDecision(
  permission: ResourcePermission<typeof RESOURCE_TYPE_MESH_ENTITY>,
  conditions: PermissionCriteria<
    PermissionCondition<typeof RESOURCE_TYPE_MESH_ENTITY>
  >,
): ConditionalPolicyDecision {
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'mesh',
    resourceType: permission.resourceType,
    conditions,
  };
}
