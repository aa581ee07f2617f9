import { randomUUID } from 'node:crypto';
import type { FormerRecordSet } from './ArmState';
import type { JsonObject } from './core/json';
import { mergeJson } from './core/json';
import { nameOf } from './core/parseTarget';
import type { World } from './core/World';
import { describeCluster } from './clusters/describeCluster';

/**
 * A managed cluster that is there from the start.
 *
 * @public
 */
export type ArmCluster = {
  name: string;
  /** Kubeconfig of its users, as YAML; read at each request. */
  kubeconfig: () => string;
  location?: string;
  /** Laid over the properties that the cluster has anyway. */
  properties?: Record<string, unknown>;
};

/** Puts there what a new sandbox has; what was deleted since stays so. */
export function seed(
  world: World,
  options: {
    resourceGroup: string;
    zones: string[];
    clusters: ArmCluster[];
    former: Record<string, FormerRecordSet[]>;
  },
): void {
  const base = `/subscriptions/${world.subscriptionId}/resourceGroups/${options.resourceGroup}`;
  put(world, base, {
    type: 'Microsoft.Resources/resourceGroups',
    body: { location: 'westeurope', tags: {}, properties: {} },
  });
  for (const zone of options.zones) {
    const id = `${base}/providers/Microsoft.Network/privateDnsZones/${zone.toLowerCase()}`;
    const type = 'Microsoft.Network/privateDnsZones';
    put(world, id, {
      type,
      body: { location: 'global', tags: {}, properties: {} },
    });
    for (const record of options.former[zone.toLowerCase()] ?? []) {
      const { name, etag, ...properties } = record;
      put(world, `${id}/A/${name}`, {
        type: `${type}/A`,
        body: { properties },
        etag,
      });
    }
  }
  for (const {
    name,
    location = 'westeurope',
    properties,
  } of options.clusters) {
    const id = seededClusterId(world, { ...options, name });
    const body = describeCluster(world, { name, location, id });
    const type = 'Microsoft.ContainerService/managedClusters';
    put(world, id, {
      type,
      body: mergeJson(body, { properties: properties ?? {} }),
    });
  }
}

/** Id of a cluster that is there from the start. */
export function seededClusterId(
  world: World,
  { resourceGroup, name }: { resourceGroup: string; name: string },
): string {
  return `/subscriptions/${world.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${name}`;
}

function put(
  world: World,
  id: string,
  options: { type: string; body: JsonObject; etag?: string },
): void {
  const { type, body, etag = randomUUID() } = options;
  const key = id.toLowerCase();
  if (world.store.seeded.has(key)) {
    return;
  }
  world.store.seeded.add(key);
  const now = world.now();
  const times = { createdAt: now, changedAt: now };
  world.store.set({
    ...{ id, type, body, etag, name: nameOf(id), ...times },
    hidden: {},
    state: 'Succeeded',
  });
}
