import type { WireResource } from '../client/WireAnswer';
import { compareBodies } from './compareBodies';
import { readDesired } from './readDesired';
import type { StepWork } from './StepWork';

/** Whether a resource is not what a step wants it to be. */
export async function differs(
  work: StepWork,
  live: WireResource,
): Promise<boolean> {
  const desired = await readDesired(work);
  return compareBodies(desired, live.body).length > 0;
}
