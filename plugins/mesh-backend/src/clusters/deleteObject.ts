import { HttpMethod } from '@kubernetes/client-node';
import type { ChangeResult } from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import { checkOwnership, isSharedKind } from './checkOwnership';
import type { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';
import { quoteWarnings } from './quoteWords';
import { sendWithRetry } from './sendWithRetry';

type DeleteChange = Extract<ObjectChange, { type: 'delete' }>;

/** Deletes an object if it is still the one that was read. */
export async function deleteObject(
  connection: KubernetesConnection,
  change: DeleteChange,
  options: { instance: string; signal?: AbortSignal },
): Promise<ChangeResult> {
  const { live } = change;
  if (isSharedKind(live)) {
    return {
      change,
      outcome: 'skipped',
      message: `A ${live.kind} is never deleted`,
    };
  }
  const objection = checkOwnership(live, options.instance);
  if (objection) {
    return {
      change,
      outcome: 'conflict',
      message: `Left alone: ${objection}`,
    };
  }
  const { uid, resourceVersion } = live.metadata;
  const { warnings } = await sendWithRetry(connection, {
    method: HttpMethod.DELETE,
    path: objectPath(live),
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid, resourceVersion },
    },
    signal: options.signal,
  });
  return {
    change,
    outcome: 'applied',
    ...(warnings.length > 0 && { warnings: quoteWarnings(warnings) }),
  };
}
