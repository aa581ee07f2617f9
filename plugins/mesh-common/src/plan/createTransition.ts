import { isEqual } from 'lodash';
import type { MeshObject } from '../objects/types';
import {
  type AccessForm,
  ADMIT_ALL,
  DIRECTIONS,
  type Direction,
  readAccessForm,
  uniteRules,
} from './accessForm';
import { selectorOf } from './labelSelector';
import type { ObjectChange } from './listChanges';
import type { PointView, PolicyScene } from './PolicyScene';

/**
 * The form in which a policy may stand next to any mix of old and new
 * neighbours: it denies nothing that is allowed before and after, and allows
 * nothing that neither state allows.
 *
 * @remarks
 *
 * A policy that shares its pods with no other changing policy needs no such
 * form; the final one is returned. Where a policy would have to admit
 * everything to be harmless, but some of its pods are closed by others, it
 * keeps to what it admits: then a moment of too little is better than one of
 * too much.
 */
export function createTransition(
  change: ObjectChange,
  scene: PolicyScene,
): AccessForm {
  const live = change.type === 'create' ? undefined : change.live;
  const desired = change.type === 'delete' ? undefined : change.desired;
  const before = (live && readAccessForm(live)) ?? {};
  const after = (desired && readAccessForm(desired)) ?? {};
  const selector = selectorOf(
    change.type === 'delete' ? change.live : change.desired,
  );
  const form: AccessForm = {};
  for (const direction of DIRECTIONS) {
    const views = scene.view({ key: change.key, selector, direction });
    const rules = combine({ before, after, direction, views });
    if (rules) {
      form[direction] = rules;
    }
  }
  return form;
}

function combine(options: {
  before: AccessForm;
  after: AccessForm;
  direction: Direction;
  views: PointView[];
}) {
  const { direction, views } = options;
  const before = options.before[direction];
  const after = options.after[direction];
  if (!views.some(view => view.othersChange)) {
    return after;
  }
  if (before && after) {
    return uniteRules(before, after);
  }
  if (after) {
    return views.some(view => view.closedBefore) ? after : [ADMIT_ALL];
  }
  if (before) {
    return views.some(view => view.isolatedAfter) ? before : [ADMIT_ALL];
  }
  return undefined;
}

/** True when a change leaves pods open that are isolated before. */
export function opensPods(change: ObjectChange, scene: PolicyScene): boolean {
  if (change.type === 'create') {
    return false;
  }
  const { key } = change;
  const selector = selectorOf(change.live);
  return DIRECTIONS.some(direction =>
    scene
      .view({ key, selector, direction })
      .some(view => view.isolatedBefore && !view.isolatedAfter),
  );
}

/** True when an update moves a policy to other pods. */
export function movesSelector(live: MeshObject, desired: MeshObject): boolean {
  return !isEqual(selectorOf(live), selectorOf(desired));
}
