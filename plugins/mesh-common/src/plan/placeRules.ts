import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../objects/types';
import { areSameRules, uniteRules } from './accessForm';
import { movesSelector } from './createTransition';
import { isDryRun } from '../objects/isDryRun';
import type { ObjectChange } from './listChanges';
import type { PlacedChange } from './placeChange';
import { withDigest } from './withDigest';

/** Lists of rules that refuse more, or believe more tokens, the longer. */
type RuleField = 'rules' | 'jwtRules';

/**
 * Places what has to come before the policies that admit and go after them:
 * denials, questions to an external authorizer, and readers of tokens. What
 * has rules both to get and to lose first has all of them.
 */
export function placeRules(
  change: ObjectChange,
  field: RuleField,
): PlacedChange {
  if (change.type === 'delete') return { phase: 'forget', change };
  // What admits to the old pods goes before what refuses and asks there.
  if (change.type === 'update' && movesSelector(change.live, change.desired)) {
    return { phase: 'forget', change };
  }
  const before = change.type === 'create' ? [] : listRules(change.live, field);
  const after = listRules(change.desired, field);
  const both = uniteRules(before, after);
  if (areSameRules(both, after)) return { phase: 'secure', change };
  if (change.type !== 'update' || areSameRules(both, before)) {
    return { phase: 'forget', change };
  }
  const { desired } = change;
  const spec: JsonObject = { ...desired.spec, [field]: both };
  return {
    phase: 'secure',
    unfinished: true,
    change: { ...change, desired: withDigest({ ...desired, spec }) },
  };
}

function listRules(object: MeshObject, field: RuleField): JsonObject[] {
  const rules = isDryRun(object) ? undefined : object.spec?.[field];
  return Array.isArray(rules) ? (rules as JsonObject[]) : [];
}
