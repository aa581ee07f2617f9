import { refuse } from '../ArmError';
import { contains, overlaps, parseRange } from '../core/ipv4';
import { type JsonObject, listAt, objectAt, textAt } from '../core/json';
import { parentOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { World } from '../core/World';
import { mayJoin } from '../types/principals';
import { requireReference } from '../types/references';
import { prefixOf } from '../types/subnets';

const SUBNET = 'Microsoft.Network/virtualNetworks/subnets';
/** Azure keeps five addresses of each subnet. */
const RESERVED = 5;

type Options = { body: JsonObject; properties: JsonObject; live?: Resource };

/** Ranges that must not meet, and rights on subnets of others. */
export function checkClusterNetwork(world: World, options: Options): void {
  const { properties, body, live } = options;
  checkServices(properties);
  const ids = new Set(
    [
      ...listAt(properties, 'agentPoolProfiles').map(
        ({ vnetSubnetID }) => vnetSubnetID,
      ),
      textAt(properties, 'apiServerAccessProfile.subnetId'),
    ].filter((id): id is string => typeof id === 'string'),
  );
  for (const id of ids) {
    const subnet = requireReference(world, { id, type: SUBNET });
    checkRanges(world, { properties, subnet });
    checkSize(properties, subnet);
    if (!live) {
      checkRights(world, { body, subnet });
    }
  }
}

function networkOf(properties: JsonObject) {
  const network = objectAt(properties, 'networkProfile');
  return {
    services: textAt(network, 'serviceCidr') ?? '10.0.0.0/16',
    pods: textAt(network, 'podCidr') ?? '10.244.0.0/16',
    dns: textAt(network, 'dnsServiceIP') ?? '10.0.0.10',
  };
}

function checkServices(properties: JsonObject): void {
  const { services, pods, dns } = networkOf(properties);
  const [serviceRange, podRange] = [parseRange(services), parseRange(pods)];
  if (!serviceRange) {
    throw invalid('serviceCidr', `The service CIDR ${services} is invalid.`);
  }
  if (!podRange) {
    throw invalid('podCidr', `The pod CIDR ${pods} is invalid.`);
  }
  if (overlaps(serviceRange, podRange)) {
    throw invalid(
      'podCidr',
      `The pod CIDR ${pods} overlaps with the service CIDR ${services}.`,
    );
  }
  const address = parseRange(dns);
  if (
    !address ||
    !contains(serviceRange, address) ||
    address.first <= serviceRange.first + 1
  ) {
    throw invalid(
      'dnsServiceIP',
      `The DNS service IP ${dns} must be in the service CIDR ${services} and not its first address.`,
    );
  }
}

function checkRanges(
  world: World,
  options: { properties: JsonObject; subnet: Resource },
): void {
  const { services, pods } = networkOf(options.properties);
  for (const subnet of world.store.below(parentOf(options.subnet.id), SUBNET)) {
    const text = prefixOf(subnet.body);
    const range = parseRange(text);
    const clashes = (other: string) => {
      const parsed = parseRange(other);
      return range && parsed && overlaps(range, parsed);
    };
    if (clashes(services)) {
      throw refuse(
        400,
        'ServiceCidrOverlapExistingSubnetsCidr',
        `The specified service CIDR ${services} is conflicted with an existing subnet CIDR ${text}`,
      ).at('networkProfile.serviceCIDR');
    }
    if (clashes(pods)) {
      throw refuse(
        400,
        'PodCidrOverlapExistingSubnetsCidr',
        `The specified pod CIDR ${pods} is conflicted with an existing subnet CIDR ${text}`,
      ).at('networkProfile.podCidr');
    }
  }
}

function checkSize(properties: JsonObject, subnet: Resource): void {
  const range = parseRange(prefixOf(subnet.body));
  const pools = listAt(properties, 'agentPoolProfiles').filter(
    ({ vnetSubnetID }) =>
      String(vnetSubnetID).toLowerCase() === subnet.id.toLowerCase(),
  );
  // One more for an upgrade.
  const need = pools.reduce(
    (sum, pool) => sum + Number(pool.maxCount ?? pool.count ?? 3) + 1,
    0,
  );
  const free = range ? range.last - range.first + 1 - RESERVED : 0;
  if (need > free) {
    throw refuse(
      400,
      'InsufficientSubnetSize',
      `Pre-allocated IPs ${need} exceeds IPs available ${free} in Subnet Cidr ${prefixOf(
        subnet.body,
      )}, Subnet Name ${
        subnet.name
      }. If Autoscaler is enabled, the max-count from each nodepool is counted towards this total (which means that pre-allocated IPs count represents a theoretical max value, not the actual number of IPs requested). http://aka.ms/aks/insufficientsubnetsize`,
    ).at('agentPoolProfile.vnetSubnetID');
  }
}

function checkRights(
  world: World,
  { body, subnet }: { body: JsonObject; subnet: Resource },
): void {
  if (textAt(body, 'identity.type') !== 'UserAssigned') {
    return;
  }
  const [id] = Object.keys(objectAt(body, 'identity.userAssignedIdentities'));
  const identity = world.store.get(id);
  const principalId = textAt(identity?.body, 'properties.principalId') ?? '';
  if (!mayJoin(world, { principalId, subnetId: subnet.id })) {
    throw refuse(
      403,
      'LinkedAuthorizationFailed',
      `The client '${textAt(
        identity?.body,
        'properties.clientId',
      )}' with object id '${principalId}' has permission to perform action 'Microsoft.ContainerService/managedClusters/write' on scope '${parentOf(
        subnet.id,
      )}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked scope(s) '${
        subnet.id
      }' (respectively) or the linked scope(s) are invalid.`,
    );
  }
}

function invalid(field: string, message: string) {
  return refuse(400, 'InvalidParameter', message).at(`networkProfile.${field}`);
}
