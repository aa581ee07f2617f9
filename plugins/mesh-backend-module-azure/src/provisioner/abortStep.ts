import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { StepWork } from './StepWork';

/**
 * Asks Azure to give up what it does for a step. Only AKS can; everything
 * else ends by itself.
 */
export async function abortStep({
  step,
  context,
  manager,
}: StepWork): Promise<StepProgress> {
  const { operation, resource } = step;
  const isCluster =
    resource.type.toLowerCase() ===
    'microsoft.containerservice/managedclusters';
  // A deletion that is half done is of no use to anybody.
  if (isCluster && operation !== 'delete') {
    const { signal } = context;
    await manager.post(resource, { action: 'abort', signal });
  }
  return { state: 'succeeded', changed: false };
}
