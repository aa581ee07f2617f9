import { ANNOTATION_DIGEST } from '../objects/annotations';
import { canonicalize } from '../objects/canonicalize';
import { digestObject } from '../objects/digest';
import type { MeshObject } from '../objects/types';
import {
  type AccessForm,
  admitsSomething,
  areSameForms,
  readAccessForm,
  withAccessForm,
} from './accessForm';
import { createTransition, movesSelector, opensPods } from './createTransition';
import type { ObjectChange } from './listChanges';
import type { Phase } from './phases';
import { phaseOfPeer } from './phaseOfPeer';
import type { PolicyScene } from './PolicyScene';

/** A change and when it is made; half-way changes are `unfinished`. */
export type PlacedChange = {
  phase: Phase;
  change: ObjectChange;
  unfinished?: boolean;
};

/** What policies and sidecars of the next phase rely on. */
const precedingKinds = ['RequestAuthentication', 'ServiceEntry'];

/** Decides in which phase, and in which form, a change of an object is made. */
export function placeChange(options: {
  change: ObjectChange;
  scene?: PolicyScene;
  /** Mode of the PeerAuthentication of each namespace as a whole. */
  baselines: ReadonlyMap<string, string>;
  /** True when pods may live in the namespace of the object. */
  isInhabited: boolean;
}): PlacedChange {
  const { change, scene } = options;
  const object = change.type === 'delete' ? change.live : change.desired;
  switch (object.kind) {
    case 'Namespace':
    case 'ServiceAccount':
      return { phase: 'found', change };
    case 'Gateway':
    case 'VirtualService':
      return { phase: 'route', change };
    default:
  }
  if (!options.isInhabited && change.type !== 'delete') {
    return { phase: 'secure', change };
  }
  if (precedingKinds.includes(object.kind) && change.type !== 'delete') {
    return { phase: 'widen', change };
  }
  if (object.kind === 'PeerAuthentication') {
    return { phase: phaseOfPeer(change, options.baselines), change };
  }
  const form = readAccessForm(object);
  if (!form || !scene) {
    return { phase: change.type === 'delete' ? 'remove' : 'narrow', change };
  }
  return opensPods(change, scene)
    ? placeOpening(change, createTransition(change, scene))
    : placePolicy({
        change,
        form,
        transition: createTransition(change, scene),
      });
}

function placePolicy(options: {
  change: ObjectChange;
  form: AccessForm;
  transition: AccessForm;
}): PlacedChange {
  const { change, form, transition } = options;
  if (change.type === 'create') {
    if (!admitsSomething(form)) {
      return { phase: 'narrow', change };
    }
    return areSameForms(transition, form)
      ? { phase: 'widen', change }
      : halfway(change, transition);
  }
  const before = readAccessForm(change.live) ?? {};
  if (change.type === 'delete') {
    return { phase: 'remove', change };
  }
  if (movesSelector(change.live, change.desired)) {
    return { phase: 'narrow', change };
  }
  if (areSameForms(transition, form)) {
    return { phase: 'widen', change };
  }
  return areSameForms(transition, before)
    ? { phase: 'narrow', change }
    : halfway(change, transition);
}

/**
 * What leaves pods open goes when every other layer is as strict as it will
 * be: first default denials, then those that admit. Several that admit to the
 * same pods have to admit everything before the first of them goes.
 */
function placeOpening(
  change: ObjectChange,
  transition: AccessForm,
): PlacedChange {
  if (change.type !== 'delete') {
    return { phase: 'loosen', change };
  }
  const before = readAccessForm(change.live) ?? {};
  if (!admitsSomething(before)) {
    return { phase: 'loosen', change };
  }
  return areSameForms(transition, before) || areSameForms(transition, {})
    ? { phase: 'tidy', change }
    : { ...halfway(change, transition), phase: 'loosen' };
}

function halfway(change: ObjectChange, form: AccessForm): PlacedChange {
  const { key } = change;
  const base =
    change.type === 'delete' ? canonicalize(change.live) : change.desired;
  const desired = withDigest(withAccessForm(base, form));
  return {
    phase: 'widen',
    unfinished: true,
    change:
      change.type === 'create'
        ? { target: 'object', type: 'create', key, desired }
        : { target: 'object', type: 'update', key, desired, live: change.live },
  };
}

/** The digest annotation tells of the form that is written. */
function withDigest(object: MeshObject): MeshObject {
  const { annotations } = object.metadata;
  return annotations?.[ANNOTATION_DIGEST]
    ? {
        ...object,
        metadata: {
          ...object.metadata,
          annotations: {
            ...annotations,
            [ANNOTATION_DIGEST]: digestObject(object),
          },
        },
      }
    : object;
}
