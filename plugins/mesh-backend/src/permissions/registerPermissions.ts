import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  meshPermissions,
  meshRequestDecidePermission,
} from '@meshwright/plugin-mesh-common';
import type { StatusStore } from '../database';
import { isBound } from '../services';
import {
  type MeshEntityResource,
  meshEntityResourceRef,
} from './meshEntityResource';
import { meshPermissionRules } from './rules';

/** Makes the permissions known, and the services they are decided on. */
export function registerPermissions(options: {
  registry: PermissionsRegistryService;
  statuses: StatusStore;
}): void {
  const { registry, statuses } = options;
  registry.addPermissions(
    meshPermissions.filter(
      ({ name }) => name !== meshRequestDecidePermission.name,
    ),
  );
  registry.addResourceType({
    resourceRef: meshEntityResourceRef,
    permissions: [meshRequestDecidePermission],
    rules: meshPermissionRules,
    getResources: refs =>
      Promise.all(refs.map(ref => readResource(statuses, ref))),
  });
}

async function readResource(
  statuses: StatusStore,
  entityRef: string,
): Promise<MeshEntityResource | undefined> {
  const status = await statuses.get(entityRef);
  const [first] = status?.workloads ?? [];
  if (!status || !first) {
    return undefined;
  }
  const isConfirmed = status.workloads.every(
    workload => workload.owner === first.owner && isBound(workload),
  );
  return {
    entityRef,
    claimedOwner: first.owner,
    owner: isConfirmed ? first.owner : undefined,
  };
}
