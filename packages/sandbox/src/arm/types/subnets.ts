import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { contains, overlaps, parseRange } from '../core/ipv4';
import { type JsonObject, objectAt, textAt, textsAt } from '../core/json';
import { nameOf, parentOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { ResourceType } from '../core/ResourceType';
import type { World } from '../core/World';
import { NETWORK_VERSIONS } from './networkVersions';
import { requireReference, usersOf } from './references';

const SMALLEST = 29;

/** Subnets: of their own, and inline in their network. */
export const subnets: ResourceType = {
  type: 'Microsoft.Network/virtualNetworks/subnets',
  apiVersions: NETWORK_VERSIONS,
  location: 'none',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9]([\w.-]{0,78}\w)?$/,
  form: 'async',
  seconds: { create: 4, update: 4, delete: 5 },
  lock: parentOf,
  write({ world, id, body, live }) {
    const network = world.store.get(parentOf(id));
    checkSubnets(world, {
      id: parentOf(id),
      ranges: textsAt(network?.body, 'properties.addressSpace.addressPrefixes'),
      subnets: [
        ...world.store
          .below(parentOf(id), subnets.type)
          .filter(one => one !== live)
          .map(one => ({ name: one.name, ...one.body })),
        { ...body, name: nameOf(id) },
      ],
    });
    return { body: fillSubnet(body) };
  },
  checkDelete: checkUnused,
};

/** What Azure adds to a subnet. */
export function fillSubnet({ properties }: JsonObject): JsonObject {
  const { provisioningState, ...wanted } = objectAt(
    { properties },
    'properties',
  );
  return {
    properties: {
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...wanted,
    },
  };
}

/** A subnet that came inline, as a resource. */
export function makeSubnet(
  world: World,
  options: { id: string; body: JsonObject; live?: Resource },
): Resource {
  const { id, live } = options;
  return {
    id: live?.id ?? id,
    type: subnets.type,
    name: nameOf(id),
    body: fillSubnet(options.body),
    hidden: {},
    state: 'Succeeded',
    etag: `W/"${randomUUID()}"`,
    createdAt: live?.createdAt ?? world.now(),
    changedAt: world.now(),
  };
}

/** All subnets of a network together: inside it, apart from each other. */
export function checkSubnets(
  world: World,
  options: { id: string; ranges: string[]; subnets: JsonObject[] },
): void {
  const outer = options.ranges.flatMap(text => parseRange(text) ?? []);
  const seen: Array<{ name: string; text: string }> = [];
  for (const subnet of options.subnets) {
    const name = textAt(subnet, 'name') ?? '';
    const text = prefixOf(subnet);
    const range = parseRange(text);
    if (!range || range.bits > SMALLEST) {
      throw refuse(
        400,
        'InvalidAddressPrefixFormat',
        `Address prefix ${text} of resource ${options.id}/subnets/${name} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
      );
    }
    if (!outer.some(one => contains(one, range))) {
      throw refuse(
        400,
        'NetcfgInvalidSubnet',
        `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${nameOf(
          options.id,
        )}'.`,
      );
    }
    const other = seen.find(one => {
      const before = parseRange(one.text);
      return before && overlaps(before, range);
    });
    if (other) {
      throw refuse(
        400,
        'NetcfgSubnetRangesOverlap',
        `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${nameOf(
          options.id,
        )}'.`,
      );
    }
    const guard = textAt(subnet, 'properties.networkSecurityGroup.id');
    if (guard !== undefined) {
      requireReference(world, {
        id: guard,
        type: 'Microsoft.Network/networkSecurityGroups',
        isNetwork: true,
        by: `${options.id}/subnets/${name}`,
      });
    }
    seen.push({ name, text });
  }
}

/** The range of a subnet; there are two ways to write it. */
export function prefixOf(subnet: JsonObject): string {
  return (
    textAt(subnet, 'properties.addressPrefix') ??
    textsAt(subnet, 'properties.addressPrefixes')[0] ??
    ''
  );
}

/** Refuses to delete a subnet that something sits in. */
export function checkUnused(world: World, subnet: Resource): void {
  const [user] = usersOf(world, subnet.id, {
    types: [
      'Microsoft.ContainerService/managedClusters',
      'Microsoft.Network/applicationGateways',
      'Microsoft.Network/privateEndpoints',
    ],
  });
  if (user) {
    throw refuse(
      400,
      'InUseSubnetCannotBeDeleted',
      `Subnet ${subnet.name} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    );
  }
}
