import { isLabelOnly } from '../objects/canonicalize';
import { isHeldBy } from '../objects/transfer';
import type { MeshObject } from '../objects/types';
import { PRUNED_KINDS } from './prunedKinds';

/**
 * Objects of an installation: those that it made, and the Namespaces and
 * ServiceAccounts that carry its label. Without those that are being deleted.
 *
 * @public
 */
export function listHeld(
  objects: readonly MeshObject[],
  instance: string,
): MeshObject[] {
  return objects.filter(
    object =>
      (isLabelOnly(object) || PRUNED_KINDS.includes(object.kind)) &&
      isHeldBy(object, instance) &&
      !object.metadata.deletionTimestamp,
  );
}

/**
 * True for an object that an installation made; false for the Namespaces and
 * ServiceAccounts that it shares with others, which are never deleted.
 *
 * @public
 */
export function isPolicyHeldBy(object: MeshObject, instance: string): boolean {
  return !isLabelOnly(object) && isHeldBy(object, instance);
}
