import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isEqual, once } from 'lodash';
import { type BuiltModel, buildModel } from '../buildModel';
import type { MeshInput, MeshModel } from '../types';
import { ModelIndex } from './ModelIndex';
import { patchModel } from './patchModel';
import { type EntityChange, reachOfChange } from './reachOfChange';

/** A model, and all else that `buildModel` makes, when it is asked for. @public */
export type IncrementalModel = { model: MeshModel; complete(): BuiltModel };

/** Builds models of one installation, one after the other. @public */
export type ModelBuilder = (input: MeshInput) => IncrementalModel;

type State = { input: MeshInput; model: MeshModel; index(): ModelIndex };

/** More of them are no longer a change of a few. */
const MAX_CHANGES = 100;

/**
 * A `buildModel` that remembers the input before, and builds only what the
 * entities that changed have to do with. The model is the same, byte for byte.
 *
 * @remarks
 *
 * Fast when a few entities say other things about what they need, whom they
 * let in, ports, traffic or labels, and all others are the same values in the
 * same order as before. Whatever else changes (an entity comes or goes, moves,
 * or claims a name; approvals, bindings, contracts) builds all of it. Inputs
 * are kept and must not be changed. `complete()` builds diagnostics and what
 * is to be stored, in full.
 *
 * @public
 */
export function createModelBuilder(): ModelBuilder {
  let state: State | undefined;
  return input => {
    const patched = state && patchState(state, input);
    if (patched) {
      state = patched;
      const complete = once(() => buildModel(input));
      return { model: patched.model, complete };
    }
    const built = buildModel(input);
    const { model } = built;
    state = { input, model, index: once(() => new ModelIndex(input, model)) };
    return { model, complete: () => built };
  };
}

function patchState(state: State, input: MeshInput): State | undefined {
  if (!isSameFrame(state, input)) {
    return undefined;
  }
  const changes = listChanges(state.input.entities, input.entities);
  if (!changes || !state.index().isUnique) {
    return undefined;
  }
  const index = state.index();
  const model = patchModel({ ...state, index, next: input, changes });
  if (!model) {
    return undefined;
  }
  return { input, model, index: () => index };
}

/** True when nothing but entities and the time differ, and time does nothing. */
function isSameFrame(state: State, next: MeshInput): boolean {
  const { entities: _a, instant: before, ...old } = state.input;
  const { entities: _b, instant: now, ...rest } = next;
  return (
    (before === now || isQuiet(state, now)) &&
    Object.keys({ ...old, ...rest }).every(key =>
      isEqual(old[key as keyof typeof old], rest[key as keyof typeof rest]),
    )
  );
}

/** True when nothing counts from the time of the reading, or ends by now. */
function isQuiet({ input, model, index }: State, now: string): boolean {
  const end = model.nextInstant && Date.parse(model.nextInstant);
  return (
    Date.parse(now) >= Date.parse(input.instant) &&
    (!end || Date.parse(now) < end) &&
    model.newBindings.length === 0 &&
    !input.lastGood.some(
      row => !row.missingSince && !index().entities.has(row.entityRef),
    )
  );
}

/** Undefined when a change may reach everything. */
function listChanges(
  before: readonly Entity[],
  after: readonly Entity[],
): EntityChange[] | undefined {
  if (before.length !== after.length) {
    return undefined;
  }
  const changes: EntityChange[] = [];
  for (let index = 0; index < after.length; index += 1) {
    const [old, now] = [before[index], after[index]];
    if (old !== now) {
      const entityRef = stringifyEntityRef(now);
      const reach =
        changes.length < MAX_CHANGES && entityRef === stringifyEntityRef(old)
          ? reachOfChange(old, now)
          : 'all';
      if (reach === 'all') {
        return undefined;
      }
      if (reach !== 'none') {
        const callers = reach === 'callers';
        changes.push({ entityRef, before: old, after: now, callers });
      }
    }
  }
  return changes;
}
