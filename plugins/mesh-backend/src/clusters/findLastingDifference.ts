import {
  ANNOTATION_DIGEST,
  describeDifference,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import { patchObject } from './handOver';
import type { KubernetesConnection } from './KubernetesConnection';
import { listCorrections } from './removeAdditions';

/**
 * The path of a field that would still differ if we wrote what we wrote
 * before: a webhook changes it each time. Undefined where a write helps, or
 * nobody can tell.
 *
 * @remarks
 *
 * Without asking first, every pass would write, be told of a change, and so
 * lead to the next pass.
 */
export async function findLastingDifference(
  connection: KubernetesConnection,
  objects: { desired: MeshObject; live: MeshObject },
  options: { signal?: AbortSignal },
): Promise<string | undefined> {
  const { desired, live } = objects;
  const [written, wanted] = [live, desired].map(
    ({ metadata }) => metadata.annotations?.[ANNOTATION_DIGEST],
  );
  const operations = listCorrections(desired, live);
  if (written !== wanted || operations.length === 0) {
    return undefined;
  }
  try {
    const corrected = await patchObject(connection, live, {
      operations,
      dryRun: true,
      signal: options.signal,
    });
    return describeDifference(desired, corrected)[0];
  } catch {
    // Whatever is in the way of this is in the way of the write as well.
    return undefined;
  }
}
