import type { JsonObject } from '@backstage/types';
import { resolveReferences } from './resolveReferences';
import type { StepWork } from './StepWork';

/** The body of a step, with what its references stand for. */
export async function readDesired(work: StepWork): Promise<JsonObject> {
  const { step, context, manager } = work;
  return resolveReferences(step.body ?? {}, async address => {
    const resource = await manager.get(address, { signal: context.signal });
    return resource?.body;
  });
}
