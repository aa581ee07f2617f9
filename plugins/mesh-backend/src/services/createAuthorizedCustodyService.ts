import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  meshClusterReadPermission,
  meshClusterTakeOverPermission,
  meshClusterUninstallPermission,
  meshRetiringConfirmPermission,
  meshStatusReadPermission,
} from '@meshwright/plugin-mesh-common';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import type { CallOptions } from './MeshService';
import type { CustodyService } from './CustodyService';

/** Asks the permission framework before handing over to the real service. */
export function createAuthorizedCustodyService(options: {
  service: CustodyService;
  permissions: PermissionsService;
}): CustodyService {
  const { service, permissions } = options;
  const guarded =
    <Request, Answer>(
      permission: BasicPermission,
      method: (request: Request, call: CallOptions) => Promise<Answer>,
    ) =>
    async (request: Request, call: CallOptions): Promise<Answer> => {
      await requireAllowed(permissions, { permission, ...call });
      return method(request, call);
    };
  return {
    getCustody: guarded(meshStatusReadPermission, service.getCustody),
    previewUninstall: guarded(
      meshClusterReadPermission,
      service.previewUninstall,
    ),
    uninstall: guarded(meshClusterUninstallPermission, service.uninstall),
    manage: guarded(meshClusterUninstallPermission, service.manage),
    previewTakeOver: guarded(
      meshClusterReadPermission,
      service.previewTakeOver,
    ),
    takeOver: guarded(meshClusterTakeOverPermission, service.takeOver),
    withdrawLeftovers: guarded(
      meshRetiringConfirmPermission,
      service.withdrawLeftovers,
    ),
  };
}

async function requireAllowed(
  permissions: PermissionsService,
  options: { permission: BasicPermission; credentials: BackstageCredentials },
) {
  const { permission, credentials } = options;
  const [decision] = await permissions.authorize([{ permission }], {
    credentials,
  });
  if (decision.result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(`Requires the permission '${permission.name}'`);
  }
}
