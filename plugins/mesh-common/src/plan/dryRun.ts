import { ANNOTATION_DRY_RUN } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import type { ObjectChange } from './listChanges';

/** True for a policy that is judged and counted, and not enforced. */
export function isDryRun({ kind, metadata }: MeshObject): boolean {
  return (
    kind === 'AuthorizationPolicy' &&
    metadata.annotations?.[ANNOTATION_DRY_RUN] === 'true'
  );
}

/**
 * What a change does to what is enforced: a policy that leaves its dry run
 * comes into being, one that enters it goes.
 */
export function enforcedChange(
  change: ObjectChange,
): 'create' | 'update' | 'delete' | 'none' {
  const before = change.type !== 'create' && !isDryRun(change.live);
  const after = change.type !== 'delete' && !isDryRun(change.desired);
  if (before && after) return 'update';
  if (before) return 'delete';
  return after ? 'create' : 'none';
}
