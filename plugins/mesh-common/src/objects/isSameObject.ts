import { describeDifference } from './describeDifference';
import type { MeshObject } from './types';

/**
 * True when a live object is as desired in everything that we own.
 *
 * @public
 */
export function isSameObject(desired: MeshObject, live: MeshObject): boolean {
  return describeDifference(desired, live).length === 0;
}
