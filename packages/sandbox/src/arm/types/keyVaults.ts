import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { isTrue, mergeJson, objectAt, textAt } from '../core/json';
import { groupIdOf } from '../core/parseTarget';
import type { DeletedResource, Resource } from '../core/Resource';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';

const API_VERSIONS = [
  '2026-02-01',
  '2025-05-01',
  '2024-11-01',
  '2023-07-01',
  '2022-07-01',
];
export const VAULT = 'Microsoft.KeyVault/vaults';

/** `Microsoft.KeyVault/vaults`: names are global, deletes are soft. */
export const vaults: ResourceType = {
  type: VAULT,
  apiVersions: API_VERSIONS,
  location: 'region',
  namePattern: /^[A-Za-z](?!.*--)[A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
  form: 'body',
  creatingState: 'RegisteringDns',
  seconds: { create: 20, update: 0, delete: 0 },
  write: writeVault,
  gone: (world, resource) =>
    world.store.keepDeleted({ resource, deletedAt: world.now() }),
};

function writeVault(context: WriteContext) {
  const { world, name, body, live } = context;
  const properties = objectAt(body, 'properties');
  for (const field of ['tenantId', 'sku.family', 'sku.name']) {
    if (textAt(properties, field) === undefined) {
      throw refuse(
        400,
        'BadRequest',
        `The parameter ${field} has an invalid value: it is required.`,
      );
    }
  }
  const recovered = live ? undefined : checkName(context);
  const isPurgeProtected = isTrue(
    live?.body,
    'properties.enablePurgeProtection',
  );
  if (properties.enablePurgeProtection === false) {
    throw refuse(
      400,
      'BadRequest',
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  const defaults = {
    accessPolicies: [],
    enabledForDeployment: false,
    enableRbacAuthorization: true,
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    publicNetworkAccess: 'Enabled',
    vaultUri: `https://${name.toLowerCase()}.vault.azure.net/`,
    ...(isPurgeProtected && { enablePurgeProtection: true }),
  };
  const { createMode, ...kept } = properties;
  return {
    body: recovered
      ? recovered.resource.body
      : { ...body, properties: mergeJson(defaults, kept) },
    hidden: recovered?.resource.hidden,
    also: () => recovered && forget(world, recovered),
  };
}

/** The deleted vault that is to come back, when that is asked for. */
function checkName({ world, id, name, body }: WriteContext) {
  const lower = name.toLowerCase();
  const other = world.store
    .all(VAULT)
    .find(one => one.name.toLowerCase() === lower);
  if (other) {
    throw refuse(
      409,
      'VaultAlreadyExists',
      `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.`,
    );
  }
  const deleted = findDeletedVault(world, name);
  const isRecover = textAt(body, 'properties.createMode') === 'recover';
  if (deleted && !isRecover) {
    throw refuse(
      409,
      'ConflictError',
      `A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.`,
    );
  }
  if (isRecover && deleted?.resource.id.toLowerCase() !== id.toLowerCase()) {
    throw refuse(
      404,
      'VaultNotFound',
      `A deleted vault '${name}' to recover was not found in resource group '${groupIdOf(
        id,
      )}'.`,
    );
  }
  return deleted;
}

function forget(world: World, { resource }: DeletedResource): void {
  world.store.forgetDeleted(resource.id);
}

/** A vault that was deleted and not purged, by its global name. */
export function findDeletedVault(
  world: World,
  name: string,
): DeletedResource | undefined {
  return world.store
    .deletedOnes(VAULT)
    .find(({ resource }) => resource.name.toLowerCase() === name.toLowerCase());
}

/** Secrets as Resource Manager sees them: their value never comes back. */
export const vaultSecrets: ResourceType = {
  type: `${VAULT}/secrets`,
  apiVersions: API_VERSIONS,
  location: 'none',
  isStateless: true,
  namePattern: /^[A-Za-z0-9-]{1,127}$/,
  form: 'sync',
  seconds: { create: 0, update: 0, delete: 0 },
  write({ world, id, name, body, live }) {
    const { value, attributes, ...properties } = objectAt(body, 'properties');
    if (typeof value !== 'string' && !live) {
      throw refuse(400, 'BadRequest', "The property 'value' is required.");
    }
    const vault = world.store.get(id.split('/').slice(0, -2).join('/'));
    const uri = `${textAt(vault?.body, 'properties.vaultUri')}secrets/${name}`;
    const version = randomUUID().replace(/-/g, '');
    const seconds = Math.floor(world.now() / 1000);
    return {
      body: {
        ...body,
        location: vault?.body.location,
        properties: {
          ...properties,
          attributes: {
            enabled: true,
            created: seconds,
            updated: seconds,
            ...objectAt({ attributes }, 'attributes'),
          },
          secretUri: uri,
          secretUriWithVersion: `${uri}/${version}`,
        },
      },
      hidden: { value: value ?? live?.hidden.value },
    };
  },
};

/** What is shown of a deleted vault. */
export function showDeletedVault(
  world: World,
  { resource, deletedAt }: DeletedResource,
) {
  const { body, name }: Resource = resource;
  const location = textAt(body, 'location');
  const days = Number(objectAt(body, 'properties').softDeleteRetentionInDays);
  return {
    id: `/subscriptions/${world.subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`,
    name,
    type: 'Microsoft.KeyVault/deletedVaults',
    properties: {
      vaultId: resource.id,
      location,
      tags: body.tags ?? {},
      deletionDate: new Date(deletedAt).toISOString(),
      scheduledPurgeDate: new Date(
        deletedAt + days * 24 * 3600 * 1000,
      ).toISOString(),
      ...(isTrue(body, 'properties.enablePurgeProtection') && {
        purgeProtectionEnabled: true,
      }),
    },
  };
}
