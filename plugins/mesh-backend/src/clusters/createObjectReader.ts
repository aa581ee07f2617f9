import { HttpMethod } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import type { ReadClusterObject } from '@meshwright/plugin-mesh-node';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';

/** A plan can do without: whoever applies an object compares once more. */
const TIMEOUT_SECONDS = 5;

/** Reads objects through a connection that `connect` makes when needed. */
export function createObjectReader(
  connect: () => Pick<KubernetesConnection, 'send'>,
): ReadClusterObject {
  let connection: Pick<KubernetesConnection, 'send'> | undefined;
  return async ({ apiVersion, kind, namespace, name }, { signal }) => {
    connection ??= connect();
    try {
      const { body } = await connection.send({
        method: HttpMethod.GET,
        path: objectPath({ apiVersion, kind, metadata: { namespace, name } }),
        timeoutSeconds: TIMEOUT_SECONDS,
        signal,
      });
      return body as JsonObject;
    } catch (error) {
      if (hasCode(error, 404)) {
        return undefined;
      }
      throw error;
    }
  };
}
