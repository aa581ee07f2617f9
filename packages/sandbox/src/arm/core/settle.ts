import type { Operation, Resource } from './Resource';
import type { ArmRequest } from './wire';
import type { World } from './World';

/**
 * Puts into effect what has come to its end by now. Nothing runs by itself:
 * the clock is looked at when somebody asks.
 */
export function settle(world: World): boolean {
  let changed = false;
  for (
    let operation = world.store.takeDue(world.now());
    operation;
    operation = world.store.takeDue(world.now())
  ) {
    changed = true;
    finish(world, operation);
  }
  return changed;
}

function finish(world: World, operation: Operation): void {
  const resource = world.store.get(operation.resourceId);
  if (!resource || operation.kind === 'action') {
    return;
  }
  if (operation.kind === 'delete' && operation.outcome === 'Succeeded') {
    removeResource(world, resource);
    return;
  }
  resource.state = operation.outcome;
  world.typeOf(resource)?.done?.(world, resource, operation);
}

/** Takes a resource and all below it away, and tells their types. */
export function removeResource(
  world: World,
  resource: Resource,
  request?: ArmRequest,
): void {
  for (const gone of world.store.remove(resource.id)) {
    world.typeOf(gone)?.gone?.(world, gone, request);
    if (gone !== resource) {
      world.journal.add({
        method: 'DELETE',
        id: gone.id,
        type: gone.type,
        effect: 'deleted',
      });
    }
  }
}
