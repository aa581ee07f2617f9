import type { KubeObject, ResourceType } from './types';

/** What becomes of the objects that name a deleted one as their owner. */
export type Propagation = 'Foreground' | 'Background' | 'Orphan';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

const waiting = [FOREGROUND, ORPHAN];

/** Says so itself, or its finalizers do, or its kind does. */
function policyOf(
  type: ResourceType,
  object: KubeObject,
  wanted: Propagation | undefined,
): Propagation {
  const { finalizers = [] } = object.metadata;
  if (wanted) {
    return wanted;
  }
  if (finalizers.includes(ORPHAN)) {
    return 'Orphan';
  }
  if (finalizers.includes(FOREGROUND)) {
    return 'Foreground';
  }
  return type.kind === 'Job' ? 'Orphan' : 'Background';
}

/** The finalizers with which an object waits for its dependents. */
export function finalizersFor(
  type: ResourceType,
  object: KubeObject,
  wanted: Propagation | undefined,
): string[] {
  const kept = (object.metadata.finalizers ?? []).filter(
    one => !waiting.includes(one),
  );
  switch (policyOf(type, object, wanted)) {
    case 'Foreground':
      return [...kept, FOREGROUND];
    case 'Orphan':
      return [...kept, ORPHAN];
    default:
      return kept;
  }
}
