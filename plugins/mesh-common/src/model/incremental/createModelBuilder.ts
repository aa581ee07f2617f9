import { isEqual, once } from 'lodash';
import { finish } from '../../objects/steps';
import { type BuiltModel, buildModel, buildModelSteps } from '../buildModel';
import type { Diagnostic, MeshInput } from '../types';
import { keepValues } from './keepValues';
import { listChanges } from './listChanges';
import { ModelIndex } from './ModelIndex';
import { patchDiagnostics } from './patchDiagnostics';
import { type Patched, patchModel } from './patchModel';

/**
 * A model with what is to be stored of it, and all else that `buildModel`
 * makes, when it is asked for.
 *
 * @public
 */
export type IncrementalModel = Pick<
  BuiltModel,
  'model' | 'readable' | 'present'
> & { complete(): BuiltModel };

/** Builds models of one installation, one after the other. @public */
export type ModelBuilder = (input: MeshInput) => IncrementalModel;

/**
 * The same in steps, for whoever lets others have a turn in between. Of one
 * builder only one is under way at a time.
 *
 * @public
 */
export type ModelBuildSteps = (
  input: MeshInput,
) => Generator<undefined, IncrementalModel>;

type State = {
  input: MeshInput;
  built: IncrementalModel;
  /** Of the last state in which something changed. */
  completeLast(): BuiltModel;
  /** Once somebody asked for them. */
  diagnostics(): readonly Diagnostic[] | undefined;
  index(): ModelIndex;
};

/**
 * A `buildModel` that remembers the input before, and builds only what the
 * entities that changed have to do with. The model is the same, byte for byte.
 *
 * @remarks
 *
 * Fast when a few entities say other things about what they need, whom they
 * let in, ports, traffic or labels, now or when they were last readable, and
 * all others are the same values in the same order as before. Whatever else
 * changes (an entity comes or goes, moves, or claims a name; approvals,
 * bindings, contracts) builds all of it; what comes out equal is the same value
 * as before. Inputs and results are kept and must not be changed. `complete()`
 * says what it said before, with what the change touches made anew, if it was
 * asked then and a part is enough to know; otherwise it builds all diagnostics.
 *
 * @public
 */
export function createModelBuilder(): ModelBuilder {
  const build = createModelBuildSteps();
  return input => finish(build(input));
}

/** A {@link createModelBuilder} that works in steps. @public */
export function createModelBuildSteps(): ModelBuildSteps {
  let state: State | undefined;
  return function* steps(input) {
    const before = state;
    // Whatever fails must not leave half of a state behind.
    state = undefined;
    state =
      (before && patchState(before, input)) ??
      (yield* buildState(input, before));
    return state.built;
  };
}

function* buildState(
  input: MeshInput,
  before: State | undefined,
): Generator<undefined, State> {
  const whole = yield* buildModelSteps(input);
  const built = before ? yield* keepValues(whole, before.built) : whole;
  return {
    input,
    built: { ...built, complete: () => built },
    completeLast: () => built,
    diagnostics: () => built.diagnostics,
    index: once(() => new ModelIndex(input, built.model)),
  };
}

function patchState(state: State, input: MeshInput): State | undefined {
  if (!isSameFrame(state, input)) {
    return undefined;
  }
  const changes = listChanges(state.input, input);
  if (!changes || !state.index().isUnique) {
    return undefined;
  }
  const { built } = state;
  const index = state.index();
  const patched = patchModel({
    ...{ input: state.input, index, next: input, changes },
    ...{ model: built.model, readable: built.readable },
  });
  if (!patched) {
    return undefined;
  }
  return changes.length === 0
    ? keepState(state, { input, index, patched })
    : changeState(state, { input, index, patched });
}

type Step = { input: MeshInput; index: ModelIndex; patched: Patched };

// What these two hand out holds nothing of states long before.

function keepState(
  { built: { present }, completeLast, diagnostics }: State,
  { input, index, patched: { model, readable } }: Step,
): State {
  const complete = () => ({ ...completeLast(), model, readable });
  return {
    ...{ input, completeLast, diagnostics },
    built: { model, readable, present, complete },
    index: () => index,
  };
}

function changeState(
  { built: { present }, diagnostics: tell }: State,
  { input, index, patched }: Step,
): State {
  const { model, readable, diagnostics } = patched;
  const said = diagnostics && tell();
  let completed: BuiltModel | undefined;
  const complete = () => {
    if (!completed) {
      const found = said && diagnostics && patchDiagnostics(said, diagnostics);
      completed = found
        ? { model, readable, present, diagnostics: found }
        : buildModel(input);
    }
    return completed;
  };
  return {
    ...{ input, completeLast: complete },
    built: { model, readable, present, complete },
    diagnostics: () => completed?.diagnostics,
    index: () => index,
  };
}

/** True when only entities, their last good and the time differ, and time does nothing. */
function isSameFrame(state: State, next: MeshInput): boolean {
  const { entities: _a, lastGood: _b, instant: before, ...old } = state.input;
  const { entities: _c, lastGood: _d, instant: now, ...rest } = next;
  return (
    (before === now || isQuiet(state, now)) &&
    Object.keys({ ...old, ...rest }).every(key =>
      isEqual(old[key as keyof typeof old], rest[key as keyof typeof rest]),
    )
  );
}

/** True when nothing counts from the time of the reading, or ends by now. */
function isQuiet({ input, built, index }: State, now: string): boolean {
  const { nextInstant, newBindings } = built.model;
  const end = nextInstant && Date.parse(nextInstant);
  return (
    Date.parse(now) >= Date.parse(input.instant) &&
    (!end || Date.parse(now) < end) &&
    newBindings.length === 0 &&
    !input.lastGood.some(
      row => !row.missingSince && !index().entities.has(row.entityRef),
    )
  );
}
