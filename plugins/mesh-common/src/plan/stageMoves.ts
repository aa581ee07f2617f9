import type { JsonObject } from '@backstage/types';
import { isSameObject } from '../objects/isSameObject';
import type { MeshObject } from '../objects/types';
import { movesSelector } from './createTransition';
import { PATIENCE } from './admittedUntil';
import { NEXT_SUFFIX } from './copies';
import { isSelected, selectorOf } from './labelSelector';
import type { ObjectChange } from './listChanges';
import { isRunningPod } from './succession';
import type { Waiting } from './types';
import { withDigest } from './withDigest';

type Update = Extract<ObjectChange, { type: 'update' }>;

/** Kinds whose objects hold for the pods that they select. */
const selectingKinds = [
  'AuthorizationPolicy',
  'NetworkPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
];

/**
 * A policy that goes over to other pods is first made a second time, for
 * these, under the name with `-next`. It goes over itself when no pod has the
 * old labels any more, at the latest after a day, and then the second one is
 * removed. Meanwhile it says of the old pods what is wanted of the new ones.
 *
 * @returns `waiting`: the policies on this way
 */
export function stageMoves(options: {
  changes: readonly ObjectChange[];
  live: ReadonlyMap<string, MeshObject>;
  /** RFC 3339; without it, old pods are waited for as long as they run. */
  now?: string;
}): { changes: ObjectChange[]; waiting: Waiting[] } {
  const { changes, live } = options;
  const moves = changes.filter(isMove);
  if (moves.length === 0) return { changes: [...changes], waiting: [] };
  const pods = [...live.values()].filter(isRunningPod);
  const waiting: Waiting[] = [];
  const staged = new Map<string, ObjectChange[]>();
  for (const move of moves) {
    const nextKey = `${move.key}${NEXT_SUFFIX}`;
    const next = nameNext(move.desired);
    const known = live.get(nextKey);
    const isThere = known !== undefined && isSameObject(next, known);
    const isDone = isThere && !hasOldPods(move, pods, { ...options, known });
    staged.set(nextKey, isThere ? [] : [toChange(nextKey, next, known)]);
    staged.set(move.key, isDone ? [move] : keepSelector(move));
    if (!isDone) waiting.push(describe(move, known));
  }
  return {
    changes: [
      ...changes.filter(({ key }) => !staged.has(key)),
      ...[...staged.values()].flat(),
    ],
    waiting,
  };
}

function describe({ key }: Update, known?: MeshObject): Waiting {
  const since = Date.parse(known?.metadata.creationTimestamp ?? '');
  return {
    key,
    reason: 'waits for pods with old labels, for which it stays',
    ...(Number.isFinite(since) && {
      until: new Date(since + PATIENCE * 3_600_000).toISOString(),
    }),
  };
}

function isMove(change: ObjectChange): change is Update {
  return (
    change.type === 'update' &&
    selectingKinds.includes(change.desired.kind) &&
    movesSelector(change.live, change.desired) &&
    // Ours name pods, so that one without was changed by somebody else.
    selectorOf(change.live).matchLabels !== undefined
  );
}

function nameNext(object: MeshObject): MeshObject {
  const { metadata } = object;
  return withDigest({
    ...object,
    metadata: { ...metadata, name: `${metadata.name}${NEXT_SUFFIX}` },
  });
}

function toChange(
  key: string,
  desired: MeshObject,
  live: MeshObject | undefined,
): ObjectChange {
  return live
    ? { target: 'object', type: 'update', key, desired, live }
    : { target: 'object', type: 'create', key, desired };
}

/** All of the change but the selector; nothing where that is all of it. */
function keepSelector(move: Update): ObjectChange[] {
  const { live, desired } = move;
  const field = desired.kind === 'NetworkPolicy' ? 'podSelector' : 'selector';
  const spec: JsonObject = { ...desired.spec };
  const selector = live.spec?.[field];
  if (selector === undefined) delete spec[field];
  else spec[field] = selector;
  const kept = withDigest({ ...desired, spec });
  return isSameObject(kept, live) ? [] : [{ ...move, desired: kept }];
}

function hasOldPods(
  { live, desired }: Update,
  pods: readonly MeshObject[],
  { now, known }: { now?: string; known: MeshObject },
): boolean {
  const since = Date.parse(known.metadata.creationTimestamp ?? '');
  const hours = (Date.parse(now ?? '') - since) / 3_600_000;
  if (hours >= PATIENCE) return false;
  return pods.some(
    ({ metadata: { namespace, labels = {} } }) =>
      namespace === live.metadata.namespace &&
      isSelected(selectorOf(live), labels) &&
      !isSelected(selectorOf(desired), labels),
  );
}
