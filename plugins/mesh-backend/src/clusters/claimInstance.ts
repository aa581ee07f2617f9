import { HttpMethod } from '@kubernetes/client-node';
import { ConflictError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  FIELD_MANAGER,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type { InstanceClaim } from '@meshwright/plugin-mesh-node';
import { getObject } from './handOver';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { collectionPath, CONFIG_MAP } from './kinds';
import { sendWithRetry } from './sendWithRetry';

const NAME = 'meshwright-instance';

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
  const wanted: MeshObject = {
    apiVersion: 'v1',
    kind: CONFIG_MAP.kind,
    metadata: {
      name: NAME,
      namespace: rootNamespace,
      labels: {
        [LABEL_MANAGED_BY]: FIELD_MANAGER,
        [LABEL_INSTANCE]: instance,
      },
    },
    data: claim,
  };
  try {
    return readClaim(await getObject(connection, wanted, { signal }));
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
  return readClaim(await getObject(connection, wanted, { signal }));
}

function readClaim({ metadata, data }: MeshObject): InstanceClaim {
  const { instance, since } = data ?? {};
  if (!instance) {
    throw new ConflictError(
      `ConfigMap '${metadata.namespace}/${metadata.name}' does not say which installation manages the cluster; set 'data.instance' or delete it`,
    );
  }
  return { instance, since: since ?? metadata.creationTimestamp ?? '' };
}
