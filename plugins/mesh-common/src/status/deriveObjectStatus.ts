import { LABEL_INSTANCE } from '../objects/annotations';
import { isLabelOnly } from '../objects/canonicalize';
import { describeDifference } from '../objects/describeDifference';
import { objectKey } from '../objects/objectKey';
import { ownedPart } from '../objects/ownedPart';
import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import {
  describeForOldPods,
  describeMoving,
  describeWithOldPods,
} from './describeOldPods';
import { describeSilence } from './sentences';
import type { ObjectStatus } from './shown';

type State = Pick<ObjectStatus, 'state' | 'message'>;

const NOT_NEEDED: State = {
  state: 'retiring',
  message:
    'Nothing declares it any more; it grants nothing and is not deleted from here, so delete it once no pod uses it',
};

const NOT_DECLARED: State = {
  state: 'retiring',
  message: 'Nothing declares it any more; a coming pass deletes it',
};

/** What became of an object that should exist. */
export function deriveObjectStatus(
  desired: MeshObject,
  view: ClusterView,
  isRetiring: boolean = false,
): ObjectStatus {
  const key = objectKey(desired);
  const live = view.live?.get(key);
  const found = view.once(`state ${key}`, () => deriveState(desired, view));
  const state: State =
    isRetiring && found.state === 'applied'
      ? {
          state: 'retiring',
          message: 'Stays until the grace period ends or somebody confirms',
        }
      : found;
  return {
    ...identify(key, desired),
    ...state,
    desired,
    ...(live && { live: shorten(live) }),
  };
}

/** What becomes of an object of ours that should not exist any more. */
export function deriveLeftoverStatus(
  live: MeshObject,
  view: ClusterView,
): ObjectStatus {
  const key = objectKey(live);
  const result = view.resultOf(key);
  const base = { ...identify(key, live), live: shorten(live) };
  if (view.pass?.held) {
    return { ...base, state: 'held', message: view.pass.held.message };
  }
  if (result && result.outcome !== 'applied') {
    const words = result.message ? `: ${result.message}` : '';
    return {
      ...base,
      state: 'refused',
      message: `It could not be deleted${words}; the next pass tries again`,
    };
  }
  if (isLabelOnly(live)) {
    return { ...base, ...NOT_NEEDED };
  }
  return { ...base, ...(describeForOldPods(live, view) ?? NOT_DECLARED) };
}

function deriveState(desired: MeshObject, view: ClusterView): State {
  if (!view.live) {
    return { state: 'unknown', message: describeSilence(view.name, view.pass) };
  }
  const key = objectKey(desired);
  const conflict = view.conflicts.get(key);
  if (conflict) {
    return { state: 'conflict', message: conflict };
  }
  const live = view.live.get(key);
  const difference = live ? findDifference(desired, live) : [];
  if (live && difference.length === 0) {
    return describePresent(key, view);
  }
  return (
    describeFailure(key, view) ??
    describeAbsent({ key, live, difference, view })
  );
}

/** Somebody else's Namespace or ServiceAccount need only carry our keys. */
function findDifference(desired: MeshObject, live: MeshObject): string[] {
  const instance = desired.metadata.labels?.[LABEL_INSTANCE] ?? '';
  const wanted = isLabelOnly(desired)
    ? ownedPart({ desired, live, instance })
    : desired;
  return describeDifference(wanted, live);
}

function describePresent(key: string, view: ClusterView): State {
  return view.drifted.has(key)
    ? {
        state: 'drifted',
        message:
          'Somebody else had changed it; this pass repaired it, and the next one confirms that it stays',
      }
    : { state: 'applied' };
}

function describeFailure(key: string, view: ClusterView): State | undefined {
  const result = view.resultOf(key);
  const words = result?.message ?? 'the API server gave no reason';
  const advice = result?.advice;
  switch (result?.outcome) {
    case 'refused':
      return {
        state: 'refused',
        message: `The API server refused it: ${words}; ${
          advice ?? 'change the declaration that it names'
        }`,
      };
    case 'conflict':
      return {
        state: 'conflict',
        message: `Somebody else changes it as well: ${words}; ${withRetry(
          advice,
        )}`,
      };
    case 'skipped':
      return {
        state: 'missing',
        message: `It was not written: ${words}; ${withRetry(advice)}`,
      };
    case 'failed':
      return {
        state: 'missing',
        message: `It could not be written: ${words}; ${withRetry(advice)}`,
      };
    default:
      return undefined;
  }
}

function withRetry(advice: string | undefined): string {
  return advice
    ? `${advice}; the next pass tries again`
    : 'the next pass tries again';
}

function describeAbsent(options: {
  key: string;
  live?: MeshObject;
  difference: string[];
  view: ClusterView;
}): State {
  const { key, live, difference, view } = options;
  const { pass } = view;
  const fields = listFields(difference);
  if (view.drifted.has(key)) {
    return live
      ? {
          state: 'drifted',
          message: `Somebody else changed ${fields}; the next pass repairs it`,
        }
      : {
          state: 'missing',
          message:
            'Somebody else deleted it (the cluster does not say who); the next pass creates it again',
        };
  }
  if (pass?.held) {
    return { state: 'held', message: pass.held.message };
  }
  if (pass && !pass.managing) {
    return {
      state: 'missing',
      message:
        pass.problem ??
        `This installation only observes cluster ${view.name}; let it manage the cluster`,
    };
  }
  const waits =
    live &&
    (describeMoving(live, difference) ?? describeWithOldPods(live, view));
  if (waits) {
    return waits;
  }
  return {
    state: 'missing',
    message: live
      ? `The cluster has another version (${fields}); the next pass goes on`
      : 'It is not in the cluster yet; the next pass creates it',
  };
}

function listFields(paths: string[]): string {
  const shown = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

function identify(key: string, { kind, metadata }: MeshObject) {
  const { name, namespace } = metadata;
  return { key, kind, name, ...(namespace ? { namespace } : {}) };
}

/** Without managed fields and status. */
function shorten(live: MeshObject): MeshObject {
  const { status: _status, ...rest } = live;
  const { managedFields: _fields, ...metadata } = live.metadata;
  return { ...rest, metadata };
}
