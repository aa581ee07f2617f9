import { RESOURCE_TYPES } from './resources';
import { groups, resourcesOf } from './served';
import type { Resource } from './served';

/** A resource as aggregated discovery shows it. */
function aggregate(
  { name, kind, verbs, namespaced, ...more }: Resource,
  { group, version, all }: { group: string; version: string; all: Resource[] },
) {
  const isCustom = RESOURCE_TYPES.some(
    type => type.group === group && type.custom,
  );
  // Kinds that no definition made leave their group and version out.
  const own = isCustom ? { group, version } : { group: '', version: '' };
  const kindOf = (one: Resource) => ({
    ...(one.version ? { group: one.group, version: one.version } : own),
    kind: one.kind,
  });
  const subresources = all
    .filter(one => one.name.startsWith(`${name}/`))
    .map(one => ({
      subresource: one.name.slice(name.length + 1),
      responseKind: kindOf(one),
      verbs: one.verbs,
    }));
  return {
    resource: name,
    responseKind: { ...own, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: more.singularName,
    verbs,
    ...(more.shortNames && { shortNames: more.shortNames }),
    ...(more.categories && { categories: more.categories }),
    ...(subresources.length > 0 && { subresources }),
  };
}

function aggregateGroup(group: string, versions: string[]) {
  return {
    metadata: group ? { name: group } : {},
    versions: versions.map(version => {
      const all = resourcesOf(group, version);
      return {
        version,
        resources: all
          .filter(one => !one.name.includes('/'))
          .map(one => aggregate(one, { group, version, all })),
        freshness: 'Current',
      };
    }),
  };
}

/** All groups of `/api` or `/apis` at once; undefined for another path. */
export function discoverAll(path: string): unknown {
  const items: Record<string, () => unknown[]> = {
    '/api': () => [aggregateGroup('', ['v1'])],
    '/apis': () =>
      [...groups()].map(([name, all]) => aggregateGroup(name, all)),
  };
  return (
    items[path] && {
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      metadata: {},
      items: items[path](),
    }
  );
}
