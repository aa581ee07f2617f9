import { refuse } from '../ArmError';
import { textsIn } from '../core/json';
import { groupOf, nameOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { World } from '../core/World';

/** The resource of an id in a body; refuses one that is not there. */
export function requireReference(
  world: World,
  options: { id: unknown; type: string; isNetwork?: boolean; by?: string },
): Resource {
  const { id, type } = options;
  const resource = typeof id === 'string' ? world.store.get(id) : undefined;
  if (!resource || resource.type !== type) {
    throw options.isNetwork
      ? refuse(
          400,
          'InvalidResourceReference',
          `Resource ${String(id)} referenced by resource ${
            options.by ?? ''
          } was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
        )
      : refuse(
          404,
          'ResourceNotFound',
          `The Resource '${type}/${nameOf(
            String(id),
          )}' under resource group '${groupOf(
            String(id),
          )}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        );
  }
  return resource;
}

/** Network resources use only what is ready. */
export function requireReady(
  world: World,
  options: { id: unknown; type: string; by: string },
): Resource {
  const resource = requireReference(world, { ...options, isNetwork: true });
  if (resource.state !== 'Succeeded') {
    throw refuse(
      409,
      'ReferencedResourceNotProvisioned',
      `Cannot proceed with operation because resource ${resource.id} used by resource ${options.by} is not in Succeeded state. Resource is in ${resource.state} state.`,
    );
  }
  return resource;
}

/** Those that name a resource, or something below it. */
export function usersOf(
  world: World,
  id: string,
  options: { types?: string[]; below?: boolean } = {},
): Resource[] {
  const wanted = id.toLowerCase();
  return world.store.all().filter(resource => {
    const own = resource.id.toLowerCase();
    const isInside = own === wanted || own.startsWith(`${wanted}/`);
    if (isInside || (options.types && !options.types.includes(resource.type))) {
      return false;
    }
    for (const text of textsIn(resource.body)) {
      const lower = text.toLowerCase();
      if (
        lower === wanted ||
        (options.below && lower.startsWith(`${wanted}/`))
      ) {
        return true;
      }
    }
    return false;
  });
}
