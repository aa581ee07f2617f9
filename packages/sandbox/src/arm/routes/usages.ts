import { listAt, textAt } from '../core/json';
import { answer } from '../core/wire';
import type { World } from '../core/World';
import type { Quota } from '../facts/Facts';
import { pathPattern, type Route } from './Route';

/** Sizes of machines, and how much of what is left. */
export const usageRoutes: Route[] = [
  {
    method: 'GET',
    pattern: pathPattern('/providers/Microsoft.Compute/skus'),
    run: ({ world, query }) => {
      const asked = /location eq '([^']*)'/i.exec(query.get('$filter') ?? '');
      const region = asked?.[1]?.toLowerCase() ?? world.facts.regions[0];
      return answer(200, {
        value: world.facts.sizes.map(size => toSku(size, region)),
      });
    },
  },
  {
    method: 'GET',
    pattern: pathPattern('/providers/Microsoft.Compute/locations/*/usages'),
    run: ({ world }) =>
      answer(200, {
        value: world.facts.computeQuotas.map(quota =>
          toUsage(quota, coresOf(world, quota.name)),
        ),
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern('/providers/Microsoft.Network/locations/*/usages'),
    run: ({ world, parts }) =>
      answer(200, {
        value: world.facts.networkQuotas.map(quota => ({
          id: `/subscriptions/${world.subscriptionId}/providers/Microsoft.Network/locations/${parts[0]}/usages/${quota.name}`,
          ...toUsage(quota, countOf(world, quota.name)),
        })),
      }),
  },
];

function toUsage({ name, label, limit, used }: Quota, more: number) {
  return {
    unit: 'Count',
    currentValue: used + more,
    limit,
    name: { value: name, localizedValue: label },
  };
}

function toSku(size: World['facts']['sizes'][number], region: string) {
  return {
    resourceType: 'virtualMachines',
    name: size.name,
    tier: 'Standard',
    size: size.name.replace('Standard_', ''),
    family: size.family,
    locations: [region],
    locationInfo: [{ location: region, zones: size.zones, zoneDetails: [] }],
    capabilities: [
      { name: 'vCPUs', value: String(size.cores) },
      { name: 'MemoryGB', value: String(size.memoryGb) },
    ],
    restrictions: [],
  };
}

function coresOf(world: World, quota: string): number {
  const pools = world.store
    .all('Microsoft.ContainerService/managedClusters')
    .flatMap(({ body }) => listAt(body, 'properties.agentPoolProfiles'));
  return pools.reduce((sum, pool) => {
    const size = world.facts.sizes.find(
      ({ name }) => name === textAt(pool, 'vmSize'),
    );
    const counts = quota === 'cores' || quota === size?.family;
    return sum + (counts ? Number(pool.count ?? 0) * (size?.cores ?? 0) : 0);
  }, 0);
}

const TYPES: Record<string, string> = {
  VirtualNetworks: 'virtualNetworks',
  StaticPublicIPAddresses: 'publicIPAddresses',
  PublicIPAddresses: 'publicIPAddresses',
  StandardSkuPublicIpAddresses: 'publicIPAddresses',
  NetworkSecurityGroups: 'networkSecurityGroups',
  ApplicationGateways: 'applicationGateways',
};

function countOf(world: World, quota: string): number {
  return world.store.all(`Microsoft.Network/${TYPES[quota]}`).length;
}
