import { refuse } from '../ArmError';
import { groupIdOf, type Target } from '../core/parseTarget';
import type { ResourceType } from '../core/ResourceType';
import type { World } from '../core/World';

/** The type that a path names. Throws when there is none or not served so. */
export function findType(
  world: World,
  target: Target,
  version: string,
): ResourceType {
  const full = [target.namespace, ...target.types].join('/');
  const type = world.types.get(full.toLowerCase());
  if (!type) {
    throw refuse(
      404,
      'InvalidResourceType',
      `The resource type '${target.types.join(
        '/',
      )}' could not be found in the namespace '${
        target.namespace
      }' for api version '${version}'. The sandbox has no such type.`,
    );
  }
  if (!type.apiVersions.includes(version)) {
    throw refuse(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location '${
        type.location === 'global' ? 'global' : 'westeurope'
      }' and API version '${version}' for type '${target.types.join(
        '/',
      )}'. The supported api-versions are '${type.apiVersions.join(', ')}'.`,
    );
  }
  return type;
}

/** The id that a path means, in the case that Azure writes it. */
export function idOf(target: Target, type: ResourceType): string {
  const [namespace, ...types] = type.type.split('/');
  const { names } = target;
  const parts = types.flatMap((one, index) =>
    names[index] === undefined ? [one] : [one, names[index]],
  );
  if (namespace === 'Microsoft.Resources' && types[0] === 'resourceGroups') {
    return `${target.scope}/${parts.join('/')}`;
  }
  return `${canonicalScope(target)}/providers/${namespace}/${parts.join('/')}`;
}

function canonicalScope({ scope }: Target): string {
  const [, , subscription, groups, group, ...rest] = scope.split('/');
  const base = `/subscriptions/${subscription}`;
  if (groups === undefined) {
    return base;
  }
  return groups.toLowerCase() === 'resourcegroups'
    ? [`${base}/resourceGroups/${group}`, ...rest].join('/')
    : scope;
}

/** Refuses what lies in a group that is not there. */
export function checkGroup(world: World, target: Target): void {
  if (target.group === undefined) {
    return;
  }
  const group = world.store.get(groupIdOf(target.path));
  if (!group) {
    throw refuse(
      404,
      'ResourceGroupNotFound',
      `Resource group '${target.group}' could not be found.`,
    );
  }
}
