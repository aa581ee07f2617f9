import type { JsonObject } from '../core/json';
import type { Resource } from '../core/Resource';
import { show } from '../core/show';
import { answer } from '../core/wire';
import type { World } from '../core/World';
import { checkGroup } from '../verbs/findType';
import { pathPattern, type Route, type RouteContext } from './Route';

/** The subscription, and what lies in it of whatever type. */
export const resourceRoutes: Route[] = [
  {
    method: 'GET',
    pattern: /^\/$/,
    run: ({ world }) =>
      answer(200, {
        id: `/subscriptions/${world.subscriptionId}`,
        subscriptionId: world.subscriptionId,
        tenantId: world.tenantId,
        displayName: 'Sandbox',
        state: 'Enabled',
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern('/locations'),
    run: ({ world }) =>
      answer(200, {
        value: world.facts.regions.map(name => ({
          id: `/subscriptions/${world.subscriptionId}/locations/${name}`,
          name,
          displayName: name,
          type: 'Region',
        })),
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern('/resourcegroups'),
    run: context =>
      answer(200, {
        value: context.world.store
          .all('Microsoft.Resources/resourceGroups')
          .filter(one => passes(one, context.query.get('$filter')))
          .map(one => show(context.world, one)),
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern('/resources'),
    run: context =>
      listAll(context, `/subscriptions/${context.world.subscriptionId}`),
  },
  {
    method: 'GET',
    pattern: pathPattern('/resourcegroups/*/resources'),
    run: context => {
      const { world, parts } = context;
      const path = `/subscriptions/${world.subscriptionId}/resourceGroups/${parts[0]}`;
      checkGroup(world, {
        path,
        group: parts[0],
        subscription: world.subscriptionId,
        scope: path,
        namespace: '',
        types: [],
        names: [],
      });
      return listAll(context, path);
    },
  },
];

/** Tracked resources only: those with a place of their own. */
function listAll({ world, query }: RouteContext, scope: string) {
  const filter = query.get('$filter');
  const found = world.store
    .below(scope)
    .filter(one => isTracked(world, one) && passes(one, filter));
  return answer(200, { value: found.map(one => brief(world, one)) });
}

function isTracked(world: World, resource: Resource): boolean {
  const type = world.typeOf(resource);
  return (
    type !== undefined &&
    type.location !== 'none' &&
    type.type !== 'Microsoft.Resources/resourceGroups'
  );
}

function brief(world: World, resource: Resource): JsonObject {
  const { name, type, kind, location, tags, sku, identity } = show(
    world,
    resource,
  );
  return {
    ...{ id: resource.id, name, type, location },
    ...(kind !== undefined && { kind }),
    ...(tags !== undefined && { tags }),
    ...(sku !== undefined && { sku }),
    ...(identity !== undefined && { identity }),
  };
}

const FILTERS: Array<[RegExp, (one: Resource, match: string[]) => boolean]> = [
  [
    /^tagName eq '([^']*)' and tagValue eq '([^']*)'$/i,
    (one, [, name, value]) => tagOf(one, name) === value,
  ],
  [
    /^tagName eq '([^']*)'$/i,
    (one, [, name]) => tagOf(one, name) !== undefined,
  ],
  [
    /^resourceType eq '([^']*)'$/i,
    (one, [, type]) => one.type.toLowerCase() === type.toLowerCase(),
  ],
];

function passes(resource: Resource, filter: string | null): boolean {
  if (!filter) {
    return true;
  }
  for (const [pattern, test] of FILTERS) {
    const match = pattern.exec(filter);
    if (match) {
      return test(resource, match);
    }
  }
  return true;
}

function tagOf(resource: Resource, name: string): unknown {
  const tags = (resource.body.tags ?? {}) as JsonObject;
  const key = Object.keys(tags).find(
    one => one.toLowerCase() === name.toLowerCase(),
  );
  return key === undefined ? undefined : tags[key];
}
