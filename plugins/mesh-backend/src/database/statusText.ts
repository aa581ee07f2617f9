import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';

/** Stands for the instant of the pass; no instant is empty. */
const AT_PASS = '';
const INSTANTS = ['passAt', 'observedAt'];

/**
 * A status as text in which the instant of the pass does not occur, so that
 * a pass that found nothing new gives the same text.
 */
export function writeStatusText(status: EntityMeshStatus): string {
  return JSON.stringify(status, (key, value) =>
    INSTANTS.includes(key) && value === status.passAt ? AT_PASS : value,
  );
}

/** The status that {@link writeStatusText} wrote, as of a pass. */
export function readStatusText(text: string, passAt: string): EntityMeshStatus {
  return JSON.parse(text, (key, value) =>
    INSTANTS.includes(key) && value === AT_PASS ? passAt : value,
  );
}
