import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { listChanges } from './listChanges';

/**
 * The state that plans lead to in the end, when none is unfinished and no old
 * pod runs: what is live, with everything changed, made and removed as is
 * desired. What is not ours stays.
 *
 * @public
 */
export function deriveFinal(options: {
  desired: readonly MeshObject[];
  live: readonly MeshObject[];
  /** Name of this installation. */
  instance: string;
}): MeshObject[] {
  const live = new Map(options.live.map(o => [objectKey(o), o]));
  const final = new Map(live);
  for (const change of listChanges({ ...options, live, retain: [] }).changes) {
    if (change.type === 'delete') final.delete(change.key);
    else final.set(change.key, change.desired);
  }
  return [...final.values()];
}
