import { type ArmError, refuse } from '../ArmError';
import { objectAt, textAt } from '../core/json';
import { nameOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';
import { findPrincipal } from './principals';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How long the directory takes to show a new identity to everybody. */
const REPLICATION_SECONDS = { typed: 15, untyped: 75 };

/** `Microsoft.Authorization/roleAssignments`, at any scope. */
export const roleAssignments: ResourceType = {
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersions: ['2022-04-01', '2020-04-01-preview', '2018-07-01'],
  location: 'none',
  isExtension: true,
  isStateless: true,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write: writeAssignment,
  notFound: id =>
    refuse(
      404,
      'RoleAssignmentNotFound',
      `The role assignment '${nameOf(id)}' is not found.`,
    ),
};

function writeAssignment(context: WriteContext) {
  const { world, id, body, name, live } = context;
  const properties = objectAt(body, 'properties');
  const principalId = required(properties.principalId, 'principalId');
  const role = required(properties.roleDefinitionId, 'roleDefinitionId');
  if (!GUID.test(name)) {
    throw refuse(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  if (!GUID.test(nameOf(role))) {
    throw refuse(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${nameOf(role)}' does not exist.`,
    );
  }
  checkPrincipal(world, principalId, textAt(properties, 'principalType'));
  const scope = id.slice(0, id.toLowerCase().lastIndexOf('/providers/'));
  checkUnique(world, { scope, role, principalId, live });
  const now = new Date(world.now()).toISOString();
  return {
    body: {
      properties: {
        ...properties,
        roleDefinitionId: `/subscriptions/${
          world.subscriptionId
        }/providers/Microsoft.Authorization/roleDefinitions/${nameOf(role)}`,
        principalType: properties.principalType ?? 'ServicePrincipal',
        scope,
        condition: properties.condition ?? undefined,
        createdOn: objectAt(live?.body, 'properties').createdOn ?? now,
        updatedOn: now,
      },
    },
  };
}

function required(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw refuse(
      400,
      'InvalidCreateRoleAssignmentRequest',
      `The request to create role assignment is not valid: '${name}' is missing.`,
    );
  }
  return value;
}

function checkPrincipal(
  world: World,
  principalId: string,
  type?: string,
): void {
  if (type === 'User' || type === 'Group' || type === 'ForeignGroup') {
    return;
  }
  const principal = findPrincipal(world, principalId);
  const seconds = REPLICATION_SECONDS[type ? 'typed' : 'untyped'];
  if (!principal || world.now() < principal.since + world.scale(seconds)) {
    throw missingPrincipal(world, principalId);
  }
}

function missingPrincipal(world: World, principalId: string): ArmError {
  return refuse(
    400,
    'PrincipalNotFound',
    `Principal ${principalId.replace(
      /-/g,
      '',
    )} does not exist in the directory ${
      world.tenantId
    }. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
  );
}

function checkUnique(
  world: World,
  wanted: {
    scope: string;
    role: string;
    principalId: string;
    live?: Resource;
  },
): void {
  const { live } = wanted;
  const key = keyOf(wanted);
  if (live && keyOfResource(live) !== key) {
    throw refuse(
      409,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  }
  const twin = world.store
    .all(roleAssignments.type)
    .find(one => one !== live && keyOfResource(one) === key);
  if (twin) {
    throw refuse(
      409,
      'RoleAssignmentExists',
      `The role assignment already exists. The ID of the existing role assignment is ${twin.name.replace(
        /-/g,
        '',
      )}.`,
    );
  }
}

function keyOf(options: {
  scope: string;
  role: string;
  principalId: string;
}): string {
  const { scope, role, principalId } = options;
  return `${scope} ${nameOf(role)} ${principalId}`.toLowerCase();
}

function keyOfResource({ body }: Resource): string {
  return keyOf({
    scope: textAt(body, 'properties.scope') ?? '',
    role: textAt(body, 'properties.roleDefinitionId') ?? '',
    principalId: textAt(body, 'properties.principalId') ?? '',
  });
}
