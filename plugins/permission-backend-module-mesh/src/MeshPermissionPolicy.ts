import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createMeshConditionalDecision,
  meshConditions,
  meshRequestDecidePermission,
  meshServiceRegisterPermission,
  meshStatusReadPermission,
} from '@meshwright/plugin-mesh-common';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Everybody signed in reads and registers services of their teams, owners
 * decide about requests to their services, platform groups do everything.
 * Permissions of other plugins are allowed.
 */
export class MeshPermissionPolicy implements PermissionPolicy {
  readonly #platformGroups: ReadonlySet<string>;

  static create(options: { platformGroups: readonly string[] }) {
    return new MeshPermissionPolicy(new Set(options.platformGroups));
  }

  private constructor(platformGroups: ReadonlySet<string>) {
    this.#platformGroups = platformGroups;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!permission.name.startsWith('mesh.')) {
      return allow;
    }
    if (!user) {
      return deny;
    }
    const claims = user.info.ownershipEntityRefs;
    if (claims.some(ref => this.#platformGroups.has(ref))) {
      return allow;
    }
    if (isPermission(permission, meshRequestDecidePermission)) {
      return createMeshConditionalDecision(
        permission,
        meshConditions.isProviderOwner({ claims }),
      );
    }
    const everybody = [meshStatusReadPermission, meshServiceRegisterPermission];
    return everybody.some(({ name }) => name === permission.name)
      ? allow
      : deny;
  }
}
