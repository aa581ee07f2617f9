import type { WireResource } from '../client/WireAnswer';
import { compareBodies } from '../infrastructure';
import { isOurs } from './isOurs';
import { readDesired } from './readDesired';
import type { StepWork } from './StepWork';

/** Whether a resource is not what a step wants it to be. */
export async function differs(
  work: StepWork,
  live: WireResource,
): Promise<boolean> {
  const desired = await readDesired(work);
  const { step, context } = work;
  const { type } = step.resource;
  const owned = isOurs(live.body, { type, owner: context }) !== false;
  return compareBodies(desired, live.body, { owned }).length > 0;
}
