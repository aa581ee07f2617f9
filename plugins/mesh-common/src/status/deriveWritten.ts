import type { JsonObject } from '@backstage/types';
import type { ClusterView } from './ClusterView';
import { type Fact, isFalse, isTrue, isUnknown } from './fact';
import { count, describeSilence } from './sentences';
import type { ObjectState, ObjectStatus } from './shown';

/** From worst to least bad; those that are missing here are fine. */
const order: ObjectState[] = [
  'refused',
  'conflict',
  'held',
  'missing',
  'drifted',
  'unknown',
];

const reasons: Partial<Record<ObjectState, string>> = {
  refused: 'Refused',
  conflict: 'Conflict',
  held: 'Held',
  missing: 'NotApplied',
  drifted: 'Drifted',
};

/** Whether objects are in the cluster as they should be. */
export function deriveApplied(
  objects: readonly ObjectStatus[],
  view: ClusterView,
): Fact {
  if (!view.live) {
    return isUnknown('ClusterSilent', describeSilence(view.name, view.pass));
  }
  const worst = order
    .map(state => objects.find(object => isInState(object, state, view)))
    .find(object => object !== undefined);
  if (worst) {
    return isFalse(
      reasons[worst.state] ?? 'NotApplied',
      `${describe(worst)}: ${worst.message}`,
    );
  }
  const waiting = objects.find(({ state }) => state === 'waiting');
  if (waiting) {
    // As the plan wants it: what is in force holds for new and old pods.
    return isTrue('OldPods', `${describe(waiting)}: ${waiting.message}`);
  }
  const repaired = objects.find(({ state }) => state === 'drifted');
  return repaired
    ? isTrue('Repaired', `${describe(repaired)}: ${repaired.message}`)
    : isTrue(
        'Applied',
        `${count(objects.length, 'object')} as desired in cluster ${view.name}`,
      );
}

/** Whether the API server and Istio took what was written. */
export function deriveAccepted(
  objects: readonly ObjectStatus[],
  view: ClusterView,
): Fact {
  if (!view.live) {
    return isUnknown('ClusterSilent', describeSilence(view.name, view.pass));
  }
  const doubt =
    firstOf(objects, object => findObjection(object, view)) ??
    firstOf(objects, object => findSilence(object, view));
  if (doubt) {
    return doubt;
  }
  const warning = firstOf(objects, ({ key }) => view.warningsOf(key)[0]);
  return warning
    ? isTrue('AcceptedWithWarnings', `Accepted, with a warning: ${warning}`)
    : isTrue('Accepted', 'The API server and its webhooks accepted it');
}

/** What is known to be against an object. */
function findObjection(
  object: ObjectStatus,
  view: ClusterView,
): Fact | undefined {
  const message = `${describe(object)}: ${object.message}`;
  if (object.state === 'refused') {
    return isFalse('Refused', message);
  }
  if (object.state === 'conflict') {
    return isFalse('Conflict', message);
  }
  const complaint = findComplaint(object, view);
  if (complaint) {
    return isFalse('Rejected', `${describe(object)}: ${complaint}`);
  }
  return object.live || isUnanswered(object, view)
    ? undefined
    : isFalse('NotApplied', message);
}

/** An object of which nobody knows what the server would say to it. */
function findSilence(
  object: ObjectStatus,
  view: ClusterView,
): Fact | undefined {
  const message = `${describe(object)}: ${object.message}`;
  switch (object.state === 'missing' && view.resultOf(object.key)?.outcome) {
    case 'failed':
      return isUnknown('NoAnswer', message);
    case 'skipped':
      return isUnknown('Waits', message);
    case undefined:
      // What is there is another version, and this one was not tried yet.
      return isUnknown('NotTried', message);
    default:
      return undefined;
  }
}

function isUnanswered({ key }: ObjectStatus, view: ClusterView): boolean {
  const outcome = view.resultOf(key)?.outcome;
  return outcome === 'failed' || outcome === 'skipped';
}

function firstOf<T>(
  objects: readonly ObjectStatus[],
  find: (object: ObjectStatus) => T | undefined,
): T | undefined {
  for (const object of objects) {
    const found = find(object);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** A repaired object is as desired, though it is still shown as drifted. */
function isInState(
  object: ObjectStatus,
  state: ObjectState,
  view: ClusterView,
): boolean {
  return (
    object.state === state && !(state === 'drifted' && isRepaired(object, view))
  );
}

function isRepaired({ key }: ObjectStatus, view: ClusterView): boolean {
  return view.resultOf(key)?.outcome === 'applied';
}

/** What a controller says in the status of an object, when it is bad. */
function findComplaint(
  { key }: ObjectStatus,
  view: ClusterView,
): string | undefined {
  const conditions = view.live?.get(key)?.status?.conditions;
  const bad = Array.isArray(conditions)
    ? (conditions as JsonObject[]).find(
        ({ type, status }) => type === 'Accepted' && status === 'False',
      )
    : undefined;
  return bad && String(bad.message ?? 'the mesh does not accept it');
}

function describe({ kind, namespace, name }: ObjectStatus): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}
