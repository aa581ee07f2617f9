import { refuse } from '../ArmError';
import { isTrue, textAt } from '../core/json';
import { answerDelete } from '../core/operationAnswers';
import { answer } from '../core/wire';
import {
  findDeletedVault,
  showDeletedVault,
  VAULT,
  vaults,
} from '../types/keyVaults';
import { parseBody } from '../verbs/checkBody';
import { pathPattern, type Route, type RouteContext } from './Route';

const PURGE_SECONDS = 30;

/** Names of vaults, and vaults that were deleted. */
export const keyVaultRoutes: Route[] = [
  {
    method: 'POST',
    pattern: pathPattern('/providers/Microsoft.KeyVault/checkNameAvailability'),
    run: checkName,
  },
  {
    method: 'GET',
    pattern: pathPattern('/providers/Microsoft.KeyVault/deletedVaults'),
    run: ({ world }) =>
      answer(200, {
        value: world.store
          .deletedOnes(VAULT)
          .map(one => showDeletedVault(world, one)),
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern(
      '/providers/Microsoft.KeyVault/locations/*/deletedVaults/*',
    ),
    run: context =>
      answer(200, showDeletedVault(context.world, requireDeleted(context))),
  },
  {
    method: 'POST',
    pattern: pathPattern(
      '/providers/Microsoft.KeyVault/locations/*/deletedVaults/*/purge',
    ),
    run: purge,
  },
];

function checkName({ world, request }: RouteContext) {
  const name = textAt(parseBody(request.body), 'name') ?? '';
  if (!vaults.namePattern?.test(name)) {
    return answer(200, {
      nameAvailable: false,
      reason: 'AccountNameInvalid',
      message: `The vault name '${name}' is invalid.`,
    });
  }
  const isTaken =
    world.store
      .all(VAULT)
      .some(one => one.name.toLowerCase() === name.toLowerCase()) ||
    findDeletedVault(world, name) !== undefined;
  return answer(200, {
    nameAvailable: !isTaken,
    ...(isTaken && {
      reason: 'AlreadyExists',
      message: `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`,
    }),
  });
}

function requireDeleted({ world, parts }: RouteContext) {
  const [location, name] = parts;
  const found = findDeletedVault(world, name);
  if (
    !found ||
    textAt(found.resource.body, 'location') !== location.toLowerCase()
  ) {
    throw refuse(
      404,
      'DeletedVaultNotFound',
      `The specified deleted vault '${name}' does not exist.`,
    );
  }
  return found;
}

function purge(context: RouteContext) {
  const { world, request } = context;
  const deleted = requireDeleted(context);
  const { resource } = deleted;
  if (isTrue(resource.body, 'properties.enablePurgeProtection')) {
    throw refuse(
      400,
      'MethodNotAllowed',
      `Operation 'DeletedVaultPurge' is not allowed: the vault '${resource.name}' has purge protection.`,
    );
  }
  world.store.forgetDeleted(resource.id);
  world.journal.add({
    method: request.method,
    id: resource.id,
    type: 'Microsoft.KeyVault/deletedVaults',
    effect: 'action',
  });
  const operation = world.begin(
    { id: `${resource.id}/purge`, type: VAULT, body: resource.body },
    { kind: 'action', seconds: PURGE_SECONDS },
  );
  return answerDelete(world, { ...vaults, form: 'location' }, operation);
}
