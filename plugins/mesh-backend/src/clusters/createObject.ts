import { HttpMethod } from '@kubernetes/client-node';
import {
  type ChangeResult,
  FIELD_MANAGER,
  isOwned,
  isSameObject,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import { describeApiError } from './describeApiError';
import { getObject, handOver } from './handOver';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { collectionPath, kindOf } from './kinds';
import { quoteWarnings } from './quoteWords';
import { attemptsOf, sendWithRetry } from './sendWithRetry';
import { toBody } from './toBody';

type CreateChange = Extract<ObjectChange, { type: 'create' }>;
type CreateOptions = { instance: string; signal?: AbortSignal };

/** Creates an object and hands its fields over to Apply: one change. */
export async function createObject(
  connection: KubernetesConnection,
  change: CreateChange,
  options: CreateOptions,
): Promise<ChangeResult> {
  const { desired } = change;
  if (!isOwned(desired, options.instance)) {
    return {
      change,
      outcome: 'skipped',
      message: `It does not carry the labels of the installation '${options.instance}'`,
    };
  }
  const { created, warnings } = await post(connection, desired, options);
  const unfinished = await tryHandOver(connection, created, options.signal);
  const all = [...warnings, ...unfinished];
  return {
    change,
    outcome: 'applied',
    ...(all.length > 0 && { warnings: quoteWarnings(all) }),
  };
}

async function post(
  connection: KubernetesConnection,
  desired: MeshObject,
  options: CreateOptions,
): Promise<{ created: MeshObject; warnings: string[] }> {
  try {
    const { body, warnings } = await sendWithRetry(connection, {
      method: HttpMethod.POST,
      path: collectionPath(kindOf(desired), desired.metadata.namespace),
      query: { fieldManager: FIELD_MANAGER },
      body: toBody(desired),
      signal: options.signal,
    });
    return { created: body as unknown as MeshObject, warnings };
  } catch (error) {
    // It may be ours, from an attempt whose answer got lost.
    if (hasCode(error, 409) && attemptsOf(error) > 1) {
      const found = await getObject(connection, desired, options);
      if (isOwned(found, options.instance) && isSameObject(desired, found)) {
        return { created: found, warnings: [] };
      }
    }
    throw error;
  }
}

/** The object is there whatever becomes of this; the next update ends it. */
async function tryHandOver(
  connection: KubernetesConnection,
  created: MeshObject,
  signal?: AbortSignal,
): Promise<string[]> {
  try {
    await handOver(connection, created, { signal });
    return [];
  } catch (error) {
    return [
      `Its fields are not handed over to apply yet: ${describeApiError(error)}`,
    ];
  }
}
