import { HttpMethod } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import { FIELD_MANAGER } from '@meshwright/plugin-mesh-common';
import type { InstanceClaim } from '@meshwright/plugin-mesh-node';
import { getObject } from './handOver';
import { buildClaim, parseClaim } from './instanceClaim';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { collectionPath, CONFIG_MAP } from './kinds';
import { sendWithRetry } from './sendWithRetry';

/**
 * Writes down who manages the cluster if nobody does. Only one POST of a name
 * succeeds, so two installations that ask at once get the same answer.
 */
export async function claimInstance(
  connection: KubernetesConnection,
  options: {
    instance: string;
    rootNamespace: string;
    now: Date;
    signal?: AbortSignal;
  },
): Promise<InstanceClaim> {
  const { instance, rootNamespace, now, signal } = options;
  const claim = { instance, since: now.toISOString() };
  const wanted = buildClaim(rootNamespace, claim);
  try {
    return parseClaim(await getObject(connection, wanted, { signal }));
  } catch (error) {
    if (!hasCode(error, 404)) {
      throw error;
    }
  }
  try {
    await sendWithRetry(connection, {
      method: HttpMethod.POST,
      path: collectionPath(CONFIG_MAP, rootNamespace),
      query: { fieldManager: FIELD_MANAGER },
      body: wanted as unknown as JsonObject,
      signal,
    });
    return claim;
  } catch (error) {
    if (!hasCode(error, 409)) {
      throw error;
    }
  }
  return parseClaim(await getObject(connection, wanted, { signal }));
}
