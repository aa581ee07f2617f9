import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  meshPermissions,
  meshRequestDecidePermission,
} from '@meshwright/plugin-mesh-common';
import type { StatusStore, StatusSummary } from '../database';
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
    getResources: refs => readResources(statuses, refs),
  });
}

/** In the order of the references; nothing for what has no workloads. */
async function readResources(
  statuses: StatusStore,
  refs: string[],
): Promise<Array<MeshEntityResource | undefined>> {
  const found = await statuses.listSummaries(refs);
  const resources = new Map(
    found.map(summary => [summary.entityRef, toResource(summary)]),
  );
  return refs.map(ref => resources.get(ref));
}

function toResource({
  entityRef,
  workloads,
}: StatusSummary): MeshEntityResource | undefined {
  const [first] = workloads;
  if (!first) {
    return undefined;
  }
  const isConfirmed = workloads.every(
    workload => workload.owner === first.owner && isBound(workload),
  );
  return {
    entityRef,
    claimedOwner: first.owner,
    owner: isConfirmed ? first.owner : undefined,
  };
}
