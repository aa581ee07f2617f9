import type { JsonObject } from '@backstage/types';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { API_VERSIONS, type KnownType } from './apiVersions';
import { describeObjects } from './kubernetes/describeObjects';
import { deriveIds } from './ids';
import type { ListingKey, ObservedInfrastructure } from './observed';
import { PROVIDERS } from './providers';
import { getText } from './read';
import { buildInventory } from './buildInventory';

/** One resource to look at. */
export type ResourceProbe = { id: string; apiVersion: string };

/** One list to read, with all its pages. */
export type ListProbe = {
  key: ListingKey;
  /** Path and query, without the API version. */
  path: string;
  apiVersion: string;
  /** Property of an answer that has the items. */
  items: 'value' | 'values';
  /** Whether an item is of interest; lists may be very long. */
  keep: (item: JsonObject) => boolean;
};

/** One Kubernetes object to look at. */
export type ObjectProbe = {
  /** `<Kind>/<namespace>/<name>`. */
  key: string;
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
};

/**
 * Everything that a plan wants to know. What was observed may lead to more
 * (a cluster of others names its own network): ask again until nothing is
 * new.
 */
export function listProbes(
  spec: MeshClusterSpec,
  observed?: ObservedInfrastructure,
): { resources: ResourceProbe[]; lists: ListProbe[]; objects: ObjectProbe[] } {
  return {
    resources: listResourceIds(spec, observed),
    lists: listListings(spec),
    objects: describeObjects(spec, observed),
  };
}

/** Ids and API versions of single resources. */
export function listResourceIds(
  spec: MeshClusterSpec,
  observed?: ObservedInfrastructure,
): ResourceProbe[] {
  const ids = deriveIds(spec, observed);
  const probe = (type: KnownType, id: string): ResourceProbe => ({
    id,
    apiVersion: API_VERSIONS[type],
  });
  const found = [
    probe('Microsoft.Resources/subscriptions', ids.subscription),
    probe('Microsoft.KeyVault/locations', ids.deletedVault),
    ...PROVIDERS.map(namespace =>
      probe('Microsoft.Resources/providers', ids.providerOf(namespace)),
    ),
    ...buildInventory(spec, { observed }).map(({ id, type }) =>
      probe(type, id),
    ),
  ];
  return [
    ...new Map(found.map(item => [item.id.toLowerCase(), item])).values(),
  ];
}

function listListings(spec: MeshClusterSpec): ListProbe[] {
  const { region, nodes } = spec;
  const ids = deriveIds(spec);
  const at = (namespace: string, what: string) =>
    `${ids.providerOf(namespace)}/locations/${region}/${what}`;
  const list = (
    key: ListingKey,
    type: KnownType,
    rest: Pick<ListProbe, 'path'> & Partial<ListProbe>,
  ): ListProbe => ({
    key,
    apiVersion: API_VERSIONS[type],
    items: 'value',
    keep: () => true,
    ...rest,
  });
  return [
    list('kubernetesVersions', 'Microsoft.ContainerService/locations', {
      path: at('Microsoft.ContainerService', 'kubernetesVersions'),
      items: 'values',
    }),
    list('meshRevisions', 'Microsoft.ContainerService/locations', {
      path: at('Microsoft.ContainerService', 'meshRevisionProfiles'),
    }),
    list('computeUsages', 'Microsoft.Compute/locations', {
      path: at('Microsoft.Compute', 'usages'),
    }),
    list('networkUsages', 'Microsoft.Network/locations', {
      path: at('Microsoft.Network', 'usages'),
      keep: item =>
        /^PublicIPAddresses$/i.test(getText(item, 'name.value') ?? ''),
    }),
    list('sizes', 'Microsoft.Compute/skus', {
      path: `${ids.providerOf(
        'Microsoft.Compute',
      )}/skus?$filter=${encodeURIComponent(`location eq '${region}'`)}`,
      keep: item =>
        getText(item, 'resourceType') === 'virtualMachines' &&
        getText(item, 'name')?.toLowerCase() === nodes.size.toLowerCase(),
    }),
    list('permissions', 'Microsoft.Authorization/permissions', {
      path: `${ids.subscription}/providers/Microsoft.Authorization/permissions`,
    }),
    list('groupPermissions', 'Microsoft.Authorization/permissions', {
      path: `${ids.group}/providers/Microsoft.Authorization/permissions`,
    }),
    list(
      'deletedWorkspaces',
      'Microsoft.OperationalInsights/deletedWorkspaces',
      {
        path: `${ids.group}/providers/Microsoft.OperationalInsights/deletedWorkspaces`,
      },
    ),
    list('groupResources', 'Microsoft.Resources/resources', {
      path: `${ids.group}/resources`,
    }),
    list('zoneRecords', 'Microsoft.Network/privateDnsZones', {
      path: `${ids.zone}/ALL`,
    }),
  ];
}
