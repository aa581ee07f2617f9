import { refuse } from '../ArmError';
import { mergeJson, objectAt, textAt } from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import type { World } from '../core/World';
import { NETWORK_VERSIONS } from './networkVersions';
import { usersOf } from './references';

const GATEWAY = 'Microsoft.Network/applicationGateways';

/** `Microsoft.Network/publicIPAddresses`. */
export const publicIpAddresses: ResourceType = {
  type: 'Microsoft.Network/publicIPAddresses',
  apiVersions: NETWORK_VERSIONS,
  location: 'region',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/,
  form: 'async',
  seconds: { create: 4, update: 3, delete: 5 },
  write: writeAddress,
  checkDelete(world, resource) {
    const [user] = usersOf(world, resource.id, { types: [GATEWAY] });
    if (user) {
      throw refuse(
        400,
        'PublicIPAddressCannotBeDeleted',
        `Public IP address ${resource.id} can not be deleted since it is still allocated to resource ${user.id}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
      );
    }
  },
};

function writeAddress({ world, id, body, live }: WriteContext) {
  const properties = objectAt(body, 'properties');
  const sku = textAt(body, 'sku.name') ?? 'Standard';
  const method = textAt(properties, 'publicIPAllocationMethod') ?? 'Static';
  if (sku === 'Basic') {
    throw refuse(
      400,
      'BasicSkuPublicIpNotSupported',
      `Public IP ${id} has the retired SKU Basic. Use Standard.`,
    );
  }
  if (method !== 'Static') {
    throw refuse(
      400,
      'StandardSkuPublicIPAddressMustBeStatic',
      `Standard sku publicIp ${id} must have AllocationMethod set to Static.`,
    );
  }
  const zones = JSON.stringify(live?.body.zones ?? []);
  if (live && zones !== JSON.stringify(body.zones ?? [])) {
    throw refuse(
      400,
      'ResourceAvailabilityZonesCannotBeModified',
      `Resource ${id} has an existing availability zone constraint ${zones} and the request has availability zone constraint ${JSON.stringify(
        body.zones ?? [],
      )}, which do not match. Zones cannot be added/updated/removed once the resource is created.`,
    );
  }
  if (!live) {
    checkQuota(world);
  }
  const defaults = {
    ipAddress: textAt(live?.body, 'properties.ipAddress') ?? nextAddress(world),
    publicIPAddressVersion: 'IPv4',
    publicIPAllocationMethod: 'Static',
    idleTimeoutInMinutes: 4,
    ipTags: [],
    ddosSettings: { protectionMode: 'VirtualNetworkInherited' },
    resourceGuid:
      textAt(live?.body, 'properties.resourceGuid') ?? world.newId(),
  };
  return {
    body: {
      ...body,
      sku: { name: sku, tier: textAt(body, 'sku.tier') ?? 'Regional' },
      properties: mergeJson(defaults, properties),
    },
  };
}

function nextAddress(world: World): string {
  const count = world.store.all(publicIpAddresses.type).length;
  return `20.61.${Math.floor(count / 250)}.${(count % 250) + 4}`;
}

function checkQuota(world: World): void {
  const quota = world.facts.networkQuotas.find(
    ({ name }) => name === 'PublicIPAddresses',
  );
  const used = world.store.all(publicIpAddresses.type).length;
  if (quota && used + quota.used >= quota.limit) {
    throw refuse(
      400,
      'PublicIPCountLimitReached',
      `Cannot create more than ${quota.limit} public IP addresses for this subscription in this region.`,
    );
  }
}
