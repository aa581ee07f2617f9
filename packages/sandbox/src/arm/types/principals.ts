import { dig, isObject, textAt } from '../core/json';
import { nameOf } from '../core/parseTarget';
import type { World } from '../core/World';

/** Roles that may join subnets. */
const NETWORK_ROLES = [
  '4d97b98b-1d4f-4787-a291-c67834d212e7',
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
];

/** How long a role takes to be known everywhere. */
const PROPAGATION_SECONDS = 40;

/** An identity of the directory, and since when it is there. */
export type Principal = { id: string; since: number };

/** An identity by its object id. */
export function findPrincipal(
  world: World,
  principalId: string,
): Principal | undefined {
  const wanted = principalId.toLowerCase();
  for (const resource of world.store.all()) {
    for (const id of principalsOf(resource)) {
      if (id.toLowerCase() === wanted) {
        return { id, since: resource.createdAt };
      }
    }
  }
  return undefined;
}

function principalsOf(resource: {
  type: string;
  body: Record<string, unknown>;
}): string[] {
  if (resource.type === 'Microsoft.ManagedIdentity/userAssignedIdentities') {
    return [textAt(resource.body, 'properties.principalId') ?? ''];
  }
  if (resource.type !== 'Microsoft.ContainerService/managedClusters') {
    return [];
  }
  const { properties } = resource.body;
  const addons = dig(properties, 'addonProfiles');
  return [
    textAt(resource.body, 'identity.principalId'),
    textAt(properties, 'identityProfile.kubeletidentity.objectId'),
    ...Object.values(isObject(addons) ? addons : {}).map(addon =>
      textAt(addon, 'identity.objectId'),
    ),
  ].filter((id): id is string => id !== undefined);
}

/** Whether an identity may put things into a subnet, by now. */
export function mayJoin(
  world: World,
  options: { principalId: string; subnetId: string },
): boolean {
  const subnet = options.subnetId.toLowerCase();
  return world.store
    .all('Microsoft.Authorization/roleAssignments')
    .some(({ body, createdAt }) => {
      const scope = textAt(body, 'properties.scope')?.toLowerCase() ?? '';
      const role = nameOf(textAt(body, 'properties.roleDefinitionId') ?? '');
      return (
        NETWORK_ROLES.includes(role.toLowerCase()) &&
        textAt(body, 'properties.principalId')?.toLowerCase() ===
          options.principalId.toLowerCase() &&
        (subnet === scope || subnet.startsWith(`${scope}/`)) &&
        world.now() >= createdAt + world.scale(PROPAGATION_SECONDS)
      );
    });
}
