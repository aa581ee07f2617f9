import {
  type CallRequest,
  evaluate,
  indexWorld,
  isDryRun,
  type MeshObject,
  objectKey,
  type WorldOptions,
} from '@meshwright/plugin-mesh-common';
import { RECORDED_KINDS } from './recordedKinds';
import type { History, ObjectEvent } from './Recording';

/** A call that went wrong, and the event after which it did. */
export type Finding = { call: CallRequest; after: ObjectEvent };

export type Judgement = {
  /** Allowed by every state that was wanted, and denied in between. */
  lost: Finding[];
  /** Allowed in between, and by no state that was wanted. */
  widened: Finding[];
};

const DECIDING = new Set(RECORDED_KINDS.map(({ kind }) => kind));

type Decision = 'allow' | 'deny' | 'unknown';

/** A state that was wanted on the way. */
type Passed = {
  objects: readonly MeshObject[];
  /** The calls as they would be made if all pods were as it wants them. */
  renewed: readonly CallRequest[];
};

/**
 * Judges each state that a cluster went through on its way from one wanted
 * state to another, or through several.
 *
 * @remarks
 *
 * `wanted` are the objects before and after, and `passed` those of every state
 * that was wanted on the way. What such a state wants of new pods, the product
 * may give to old ones too while they run. What the evaluator does not know counts as denied where it
 * should be allowed, and as allowed where it should be denied. Each call is
 * reported once per way of going wrong.
 */
export function judgeHistory(options: {
  world: WorldOptions;
  history: History;
  wanted: readonly (readonly MeshObject[])[];
  passed?: readonly Passed[];
  calls: readonly CallRequest[];
}): Judgement {
  const { world, history, wanted, passed = [], calls } = options;
  const expected = calls.map(() => ({ always: true, never: true }));
  for (const objects of [...wanted, ...passed.map(state => state.objects)]) {
    decide({ objects, calls, world }).forEach((decision, index) => {
      expected[index].always &&= decision === 'allow';
      expected[index].never &&= decision === 'deny';
    });
  }
  for (const { objects, renewed } of passed) {
    decide({ objects, calls: renewed, world }).forEach((decision, index) => {
      expected[index].never &&= decision === 'deny';
    });
  }
  // Whatever becomes of the others is right.
  const judged = calls.flatMap((call, index) => {
    const { always, never } = expected[index];
    return always || never ? [{ call, always }] : [];
  });
  return walk({ world, history, judged });
}

function walk(options: {
  world: WorldOptions;
  history: History;
  judged: { call: CallRequest; always: boolean }[];
}): Judgement {
  const { world, history } = options;
  let { judged } = options;
  const state = new Map(history.start.map(o => [objectKey(o), o]));
  const judgement: Judgement = { lost: [], widened: [] };
  for (const event of history.events) {
    const before = state.get(event.key);
    if (event.type === 'put') {
      state.set(event.key, event.object);
    } else {
      state.delete(event.key);
    }
    if (!isDeciding(event, before)) {
      continue;
    }
    const touched = judged.filter(({ call }) => isTouched(call, event, world));
    const decisions = decide({
      objects: [...state.values()],
      calls: touched.map(({ call }) => call),
      world,
    });
    const wrong = touched.filter(
      ({ always }, index) => decisions[index] !== (always ? 'allow' : 'deny'),
    );
    for (const { call, always } of wrong) {
      judgement[always ? 'lost' : 'widened'].push({ call, after: event });
    }
    judged = judged.filter(item => !wrong.includes(item));
  }
  return judgement;
}

/** One decision per call. */
export function decide(options: {
  objects: readonly MeshObject[];
  calls: readonly CallRequest[];
  world: WorldOptions;
}): Decision[] {
  const { objects, calls } = options;
  const world = indexWorld(objects, options.world);
  return calls.map(call => evaluate(world, call).decision);
}

function isTouched(
  { source, destination }: CallRequest,
  { object: { kind, metadata } }: ObjectEvent,
  { rootNamespace }: WorldOptions,
): boolean {
  const { namespace } = metadata;
  return (
    kind === 'Namespace' ||
    namespace === rootNamespace ||
    namespace === source.namespace ||
    namespace === destination.namespace
  );
}

/** False when it is the same as before in everything that decides. */
function isDeciding({ type, object }: ObjectEvent, before?: MeshObject) {
  return (
    DECIDING.has(object.kind) &&
    !(before && type === 'put' && essence(before) === essence(object))
  );
}

function essence(object: MeshObject): string {
  const { metadata, spec } = object;
  return JSON.stringify([spec, metadata.labels, isDryRun(object)]);
}
