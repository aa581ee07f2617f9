import { isDryRun } from '../objects/isDryRun';
import type { ObjectChange } from './listChanges';

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
