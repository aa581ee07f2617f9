import { createStatusDeriver } from './createStatusDeriver';
import type { EntityMeshStatus } from './shown';
import type { StatusSources } from './sources';

/**
 * Tells of every entity how far its declaration is in the mesh, from what
 * was compiled and what the last pass over each cluster read back.
 *
 * @remarks
 *
 * Nothing is `in-force` unless the evaluator says so on objects that were
 * read back from the cluster.
 *
 * @public
 */
export function deriveStatuses(sources: StatusSources): EntityMeshStatus[] {
  return createStatusDeriver()(sources).map(({ status }) => status);
}
