import { refuse } from '../ArmError';
import type { JsonObject } from '../core/json';
import { answer } from '../core/wire';
import type { World } from '../core/World';
import { pathPattern, type Route } from './Route';

/** What a registration takes. */
const SECONDS = 60;

/** Need no registration. */
const BUILT_IN = ['microsoft.authorization', 'microsoft.resources'];

/** Providers that are known but have no types here. */
const OTHERS = [
  'Microsoft.Compute',
  'Microsoft.Storage',
  'Microsoft.OperationsManagement',
  'Microsoft.ServiceNetworking',
];

/** Registration of resource providers. */
export const providerRoutes: Route[] = [
  {
    method: 'GET',
    pattern: pathPattern('/providers'),
    run: ({ world }) =>
      answer(200, {
        value: namespaces(world).map(one => describe(world, one)),
      }),
  },
  {
    method: 'GET',
    pattern: pathPattern('/providers/*'),
    run: ({ world, parts }) =>
      answer(200, describe(world, findNamespace(world, parts[0]))),
  },
  {
    method: 'POST',
    pattern: pathPattern('/providers/*/register'),
    run: ({ world, parts, request }) => {
      const namespace = findNamespace(world, parts[0]);
      const { registrations } = world.store;
      if (stateOf(world, namespace) === 'NotRegistered') {
        registrations.set(
          namespace.toLowerCase(),
          world.now() + world.scale(SECONDS),
        );
      }
      world.journal.add({
        method: request.method,
        id: `/subscriptions/${world.subscriptionId}/providers/${namespace}`,
        type: 'Microsoft.Resources/providers',
        effect: 'action',
      });
      return answer(200, describe(world, namespace));
    },
  },
];

/** Refuses writes of a provider that the subscription has not registered. */
export function checkRegistered(world: World, type: string): void {
  const namespace = type.split('/')[0];
  if (stateOf(world, namespace) !== 'Registered') {
    throw refuse(
      409,
      'MissingSubscriptionRegistration',
      `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    );
  }
}

function stateOf(world: World, namespace: string): string {
  const key = namespace.toLowerCase();
  const at = BUILT_IN.includes(key)
    ? 0
    : world.store.registrations.get(key) ?? Infinity;
  if (at <= world.now()) {
    return 'Registered';
  }
  return at === Infinity ? 'NotRegistered' : 'Registering';
}

/** All namespaces, in the case that Azure writes them. */
export function namespaces(world: Pick<World, 'types'>): string[] {
  const known = [...world.types.values()].map(({ type }) => type.split('/')[0]);
  return [...new Set([...known, ...OTHERS])].sort();
}

function findNamespace(world: World, name: string): string {
  const found = namespaces(world).find(
    one => one.toLowerCase() === name.toLowerCase(),
  );
  if (!found) {
    throw refuse(
      404,
      'InvalidResourceNamespace',
      `The resource namespace '${name}' is invalid.`,
    );
  }
  return found;
}

function describe(world: World, namespace: string): JsonObject {
  const types = [...world.types.values()].filter(
    ({ type }) => type.split('/')[0] === namespace,
  );
  return {
    id: `/subscriptions/${world.subscriptionId}/providers/${namespace}`,
    namespace,
    registrationPolicy: BUILT_IN.includes(namespace.toLowerCase())
      ? 'RegistrationFree'
      : 'RegistrationRequired',
    registrationState: stateOf(world, namespace),
    resourceTypes: types.map(({ type, apiVersions }) => ({
      resourceType: type.split('/').slice(1).join('/'),
      locations: world.facts.regions,
      apiVersions,
    })),
  };
}
