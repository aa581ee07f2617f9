import { refuse } from '../ArmError';
import { overlaps, parseRange } from '../core/ipv4';
import {
  isObject,
  type JsonObject,
  objectAt,
  textAt,
  textsAt,
} from '../core/json';
import type { ResourceType, WriteContext } from '../core/ResourceType';
import { show } from '../core/show';
import type { World } from '../core/World';
import { NETWORK_VERSIONS } from './networkVersions';
import { checkSubnets, checkUnused, makeSubnet, subnets } from './subnets';

/** `Microsoft.Network/virtualNetworks`, with subnets inline. */
export const virtualNetworks: ResourceType = {
  type: 'Microsoft.Network/virtualNetworks',
  apiVersions: NETWORK_VERSIONS,
  location: 'region',
  etag: 'etag',
  isWeak: true,
  namePattern: /^[A-Za-z0-9]([\w.-]{0,62}\w)?$/,
  form: 'async',
  seconds: { create: 15, update: 8, delete: 12 },
  write: writeNetwork,
  checkDelete(world, resource) {
    childrenOf(world, resource.id).forEach(one => checkUnused(world, one));
  },
  show: (world, resource) => ({
    properties: {
      subnets: childrenOf(world, resource.id).map(one => {
        const { systemData, ...shown } = show(world, one);
        return shown;
      }),
    },
  }),
};

function childrenOf(world: World, id: string) {
  return world.store.below(id, subnets.type);
}

function writeNetwork({ world, id, body, live }: WriteContext) {
  const { subnets: inline, ...properties } = objectAt(body, 'properties');
  const ranges = textsAt(properties, 'addressSpace.addressPrefixes');
  checkRanges(id, ranges);
  // Left out: untouched. Empty or null: none. A list: exactly these.
  const isGiven = 'subnets' in objectAt(body, 'properties');
  const given = Array.isArray(inline) ? inline.filter(isObject) : [];
  const existing = childrenOf(world, id);
  const wanted = isGiven
    ? given
    : existing.map(one => ({ name: one.name, ...one.body }));
  checkSubnets(world, { id, ranges, subnets: wanted });
  const names = wanted.map(one => (textAt(one, 'name') ?? '').toLowerCase());
  const removed = existing.filter(
    one => !names.includes(one.name.toLowerCase()),
  );
  removed.forEach(one => checkUnused(world, one));
  return {
    body: {
      ...body,
      properties: {
        enableDdosProtection: false,
        privateEndpointVNetPolicies: 'Disabled',
        virtualNetworkPeerings: [],
        resourceGuid:
          objectAt(live?.body, 'properties').resourceGuid ?? world.newId(),
        ...properties,
      },
    },
    also() {
      removed.forEach(one => world.store.remove(one.id));
      if (isGiven) {
        given.forEach(one => putInline(world, id, one));
      }
    },
  };
}

function putInline(world: World, id: string, subnet: JsonObject): void {
  const subnetId = `${id}/subnets/${textAt(subnet, 'name')}`;
  const live = world.store.get(subnetId);
  world.store.set(makeSubnet(world, { id: subnetId, body: subnet, live }));
}

function checkRanges(id: string, ranges: string[]): void {
  const parsed = ranges.map(text => parseRange(text));
  const wrong = ranges.find((_, index) => parsed[index] === undefined);
  if (ranges.length === 0 || wrong !== undefined) {
    throw refuse(
      400,
      'InvalidAddressPrefixFormat',
      `Address prefix ${
        wrong ?? ''
      } of resource ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    );
  }
  const isClash = parsed.some((one, index) =>
    parsed.slice(index + 1).some(other => one && other && overlaps(one, other)),
  );
  if (isClash) {
    throw refuse(
      400,
      'VnetAddressSpacesOverlap',
      `Address spaces of virtual network ${id} overlap with each other.`,
    );
  }
}
