import type { StepProgress } from '@meshwright/plugin-mesh-node';
import { readProvisioningState } from '../client/WireAnswer';
import { failStep } from './failStep';
import { isOurs } from './isOurs';
import { buildPreconditions } from './preconditions';
import { followWrite } from './followWrite';
import { keepRunning, type StepWork, watchResource } from './StepWork';

/** Deletes what is ours, unless it is gone or going. */
export async function startDelete(work: StepWork): Promise<StepProgress> {
  const { step, context, manager } = work;
  const { resource } = step;
  const { signal } = context;
  const live = await manager.get(resource, { signal });
  if (!live) {
    return { state: 'succeeded', changed: false, message: 'It is gone' };
  }
  if (isOurs(live.body, { type: resource.type, owner: context }) === false) {
    return failStep(
      step,
      'It does not carry the tags of this installation any more, so it was left alone. Look at the preview again.',
    );
  }
  if (readProvisioningState(live.body) === 'deleting') {
    const poller = watchResource(work, { changed: true });
    return keepRunning(work, { poller, answer: live.answer });
  }
  const operation = await manager.delete(resource, {
    ...buildPreconditions(resource.type, live.etag),
    signal,
  });
  return followWrite(work, operation);
}
