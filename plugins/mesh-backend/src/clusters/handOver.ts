import { HttpMethod, PatchStrategy } from '@kubernetes/client-node';
import type { JsonValue } from '@backstage/types';
import { FIELD_MANAGER, type MeshObject } from '@meshwright/plugin-mesh-common';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { objectPath } from './kinds';
import { toAppliedFields } from './managedFields';
import { sendWithRetry } from './sendWithRetry';
import { isUpdateOfOurs } from './stripObject';

/** Somebody else may write to the object in between. */
const ATTEMPTS = 3;

/**
 * Turns our `Update` entry in the managed fields into `Apply`; returns the
 * object as it is then.
 *
 * @remarks
 *
 * Without it a later apply would never remove the fields of the creation
 * (kubernetes#99003): an exception that was dropped would stay open.
 */
export async function handOver(
  connection: Pick<KubernetesConnection, 'send'>,
  created: MeshObject,
  options: { signal?: AbortSignal } = {},
): Promise<MeshObject> {
  let object = created;
  for (let attempt = 1; ; attempt += 1) {
    const entries = object.metadata.managedFields ?? [];
    if (!entries.some(isUpdateOfOurs)) {
      return object;
    }
    try {
      return await patchObject(connection, object, {
        operations: [
          {
            op: 'replace',
            path: '/metadata/managedFields',
            value: toAppliedFields(entries),
          },
        ],
        signal: options.signal,
      });
    } catch (error) {
      // 422 is the answer to a test that failed.
      if (!hasCode(error, 409, 422) || attempt >= ATTEMPTS) {
        throw error;
      }
      object = await getObject(connection, object, options);
    }
  }
}

/** Makes a JSON patch that only holds for the version that was seen. */
export async function patchObject(
  connection: Pick<KubernetesConnection, 'send'>,
  object: MeshObject,
  options: {
    operations: Array<{ op: string; path: string; value?: JsonValue }>;
    /** Only asks what would become of it. */
    dryRun?: boolean;
    signal?: AbortSignal;
  },
): Promise<MeshObject> {
  const { body } = await sendWithRetry(connection, {
    method: HttpMethod.PATCH,
    path: objectPath(object),
    query: {
      fieldManager: FIELD_MANAGER,
      ...(options.dryRun && { dryRun: 'All' }),
    },
    contentType: PatchStrategy.JsonPatch,
    body: [
      {
        op: 'test',
        path: '/metadata/resourceVersion',
        value: object.metadata.resourceVersion ?? '',
      },
      ...options.operations,
    ] as JsonValue,
    signal: options.signal,
  });
  return body as unknown as MeshObject;
}

/** Reads one object with everything in it. */
export async function getObject(
  connection: Pick<KubernetesConnection, 'send'>,
  object: MeshObject,
  options: { signal?: AbortSignal } = {},
): Promise<MeshObject> {
  const { body } = await sendWithRetry(connection, {
    method: HttpMethod.GET,
    path: objectPath(object),
    signal: options.signal,
  });
  return body as unknown as MeshObject;
}
