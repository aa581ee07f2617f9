import { type ArmError, resourceNotFound } from '../ArmError';
import { groupOf, nameOf, parentOf } from '../core/parseTarget';
import type { Resource } from '../core/Resource';
import type { ResourceType } from '../core/ResourceType';
import type { World } from '../core/World';

/** What is there; throws what its provider answers when nothing is. */
export function requireResource(
  world: World,
  type: ResourceType,
  id: string,
): Resource {
  const resource = world.store.get(id);
  if (!resource) {
    throw missing(world, type, id);
  }
  return resource;
}

/** A missing parent is said first. */
function missing(world: World, type: ResourceType, id: string): ArmError {
  const parent = parentType(world, type);
  if (parent && !world.store.get(parentOf(id))) {
    return missing(world, parent, parentOf(id));
  }
  return (
    type.notFound?.(id) ?? resourceNotFound(type.type, nameOf(id), groupOf(id))
  );
}

/** The type that this one is a child of. */
export function parentType(
  world: World,
  type: ResourceType,
): ResourceType | undefined {
  const segments = type.type.split('/');
  return segments.length > 2
    ? world.types.get(segments.slice(0, -1).join('/').toLowerCase())
    : undefined;
}
