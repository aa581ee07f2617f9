import { ANNOTATION_DRY_RUN } from './annotations';
import type { MeshObject } from './types';

/** What Go's `strconv.ParseBool` takes for true. */
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/**
 * True for a policy that proxies judge and count, and do not enforce, as the
 * control plane reads its annotation.
 *
 * @public
 */
export function isDryRun({ kind, metadata }: MeshObject): boolean {
  return (
    kind === 'AuthorizationPolicy' &&
    TRUE.has(metadata.annotations?.[ANNOTATION_DRY_RUN] ?? '')
  );
}
