import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ReadClusterObject } from '@meshwright/plugin-mesh-node';
import { toError } from '@backstage/errors';
import { listProbes, type ObservedInfrastructure } from '../infrastructure';

/** Altogether; a private cluster that nothing here reaches costs no more. */
const PATIENCE_MS = 10_000;

/**
 * Adds the objects of a cluster that is there, as far as they can be read.
 * One that cannot is not absent: it is not known.
 */
export async function observeObjects(
  spec: MeshClusterSpec,
  options: {
    observed: ObservedInfrastructure;
    read: ReadClusterObject;
    signal?: AbortSignal;
  },
): Promise<ObservedInfrastructure> {
  const { observed, read } = options;
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const signal = options.signal
    ? AbortSignal.any([options.signal, patience])
    : patience;
  const objects: NonNullable<ObservedInfrastructure['objects']> = {};
  const unreadable = { ...observed.unreadable };
  const work = listProbes(spec, observed).objects.map(
    async ({ key, ...probe }) => {
      try {
        objects[key] = (await read(probe, { signal })) ?? null;
      } catch (error) {
        options.signal?.throwIfAborted();
        unreadable[key] = toError(error).message;
      }
    },
  );
  await Promise.all(work);
  return { ...observed, objects, unreadable };
}
