import type { JsonObject } from '@backstage/types';
import {
  admitsSomething,
  DIRECTIONS,
  isAdmitAll,
  readAccessForm,
} from './accessForm';
import { objectOf } from './createScenes';
import { selectorOf } from './labelSelector';
import type { ObjectChange } from './listChanges';
import type { PlacedChange } from './placeChange';
import type { PolicyScene } from './PolicyScene';
import type { Change } from './types';

/**
 * A call needs both layers, so that none may open before the other has closed:
 * what the network lets through no more goes before calls that are admitted to
 * pods which are closed to them.
 */
export function orderLayers(
  placed: PlacedChange,
  scene: PolicyScene,
): PlacedChange {
  const { change, phase } = placed;
  if (objectOf(change).kind === 'NetworkPolicy') {
    const isLess = phase === 'narrow' || closesNetwork(change);
    return isLess ? { ...placed, phase: 'isolate' } : placed;
  }
  if (phase !== 'widen' || !isClosedBefore(change, scene)) {
    return placed;
  }
  return admitsAnybody(change)
    ? { ...placed, phase: 'admit' }
    : { ...placed, followsNetwork: true };
}

/**
 * Whether pods are closed at the network that were open: by a first policy, or
 * by one that admitted everything for a while.
 */
export function closesNetwork(change: Change): boolean {
  if (change.target !== 'object' || change.type === 'delete') {
    return false;
  }
  const after = readAccessForm(change.desired);
  if (change.desired.kind !== 'NetworkPolicy' || !after) {
    return false;
  }
  if (change.type === 'create') {
    return !admitsSomething(after);
  }
  const before = readAccessForm(change.live) ?? {};
  return DIRECTIONS.some(
    direction =>
      before[direction]?.some(isAdmitAll) &&
      !after[direction]?.some(isAdmitAll),
  );
}

/** Whether calls to all pods of a policy are judged before. */
function isClosedBefore(change: ObjectChange, scene: PolicyScene): boolean {
  const object = change.type === 'delete' ? change.live : change.desired;
  if (object.kind !== 'AuthorizationPolicy') {
    return false;
  }
  const selector = selectorOf(object);
  const views = scene.view({ key: change.key, selector, direction: 'calls' });
  return views.length > 0 && views.every(view => view.isolatedBefore);
}

/** Whether calls without an identity are let through. */
function admitsAnybody(change: ObjectChange): boolean {
  const form = change.type === 'delete' ? {} : readAccessForm(change.desired);
  return form?.calls?.some(rule => !namesCallers(rule)) ?? false;
}

function namesCallers({ from }: JsonObject): boolean {
  return (
    Array.isArray(from) &&
    from.every(item => {
      // Somebody may have written anything there.
      const { source } = (item ?? {}) as {
        source?: { principals?: string[] } | null;
      };
      return (source?.principals?.length ?? 0) > 0;
    })
  );
}
