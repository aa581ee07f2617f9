import type { Target } from '../core/parseTarget';
import type { ResourceType } from '../core/ResourceType';
import { show } from '../core/show';
import { answer, type ArmAnswer } from '../core/wire';
import type { World } from '../core/World';

/** GET of a collection: in a subscription, a group or a parent. */
export function listResources(
  world: World,
  type: ResourceType,
  options: { id: string; target: Target },
): ArmAnswer {
  const { id, target } = options;
  const depth = type.type.split('/').length - 1;
  // `…/providers/<ns>/<type>` of a subscription or group means all below.
  const isWide = depth === 1 && !type.isExtension;
  const base = isWide ? target.scope : id;
  const found = world.store.below(base, type.type);
  return answer(200, { value: found.map(one => show(world, one)) });
}
