import type { JsonObject } from '@backstage/types';
import { canonicalize } from '../objects/canonicalize';
import {
  type AccessForm,
  admitsSomething,
  areSameForms,
  DIRECTIONS,
  isAdmitAll,
  readAccessForm,
  withAccessForm,
} from './accessForm';
import { createTransition, movesSelector, opensPods } from './createTransition';
import { enforcedChange } from './dryRun';
import { selectorOf } from './labelSelector';
import type { ObjectChange } from './listChanges';
import type { Phase } from './phases';
import type { Change } from './types';
import { phaseOfPeer } from './phaseOfPeer';
import { placeRules } from './placeRules';
import type { PolicyScene } from './PolicyScene';
import { withDigest } from './withDigest';

/** A change and when it is made; half-way changes are `unfinished`. */
export type PlacedChange = {
  phase: Phase;
  change: ObjectChange;
  unfinished?: boolean;
  /** True when it is to be admitted only after the network is closed. */
  followsNetwork?: boolean;
};

/** Kinds that decide nothing, or that rely on decisions. */
const phasesOfKind: Record<string, Record<ObjectChange['type'], Phase>> = {
  Namespace: { create: 'found', update: 'found', delete: 'found' },
  ServiceAccount: { create: 'found', update: 'found', delete: 'found' },
  Telemetry: { create: 'found', update: 'found', delete: 'found' },
  // Sidecars name its hosts.
  ServiceEntry: { create: 'found', update: 'found', delete: 'tidy' },
  Sidecar: { create: 'narrow', update: 'narrow', delete: 'loosen' },
  DestinationRule: { create: 'narrow', update: 'narrow', delete: 'remove' },
  Gateway: { create: 'route', update: 'route', delete: 'route' },
  VirtualService: { create: 'route', update: 'route', delete: 'route' },
};

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
  const phase = phasesOfKind[object.kind]?.[change.type];
  if (phase) {
    return { phase, change };
  }
  if (!options.isInhabited && change.type !== 'delete') {
    return { phase: 'secure', change };
  }
  if (object.kind === 'PeerAuthentication') {
    return { phase: phaseOfPeer(change, options.baselines), change };
  }
  if (object.kind === 'RequestAuthentication') {
    return placeRules(change, 'jwtRules');
  }
  return placeAccess(change, scene);
}

/** Policies that admit, and those that refuse or ask. */
function placeAccess(change: ObjectChange, scene?: PolicyScene): PlacedChange {
  const object = change.type === 'delete' ? change.live : change.desired;
  const step = enforcedChange(change);
  if (step === 'none') {
    return { phase: 'found', change };
  }
  const action = object.spec?.action;
  if (action === 'DENY' || action === 'CUSTOM') {
    return placeRules(change, 'rules');
  }
  const form = readAccessForm(step === 'delete' ? change.live : object);
  if (!form || !scene) {
    return { phase: step === 'delete' ? 'remove' : 'narrow', change };
  }
  const transition = createTransition(change, scene);
  if (opensPods(change, scene)) {
    return placeOpening(change, transition);
  }
  const placed = placePolicy({ change, form, transition });
  if (object.kind === 'NetworkPolicy') {
    const isLess = placed.phase === 'narrow' || closesNetwork(placed.change);
    return isLess ? { ...placed, phase: 'isolate' } : placed;
  }
  if (placed.phase !== 'widen' || !isClosedBefore(change, scene)) {
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
      const { source } = item as { source?: { principals?: string[] } };
      return (source?.principals?.length ?? 0) > 0;
    })
  );
}

function placePolicy(options: {
  change: ObjectChange;
  form: AccessForm;
  transition: AccessForm;
}): PlacedChange {
  const { change, form, transition } = options;
  const step = enforcedChange(change);
  if (step === 'create') {
    if (!admitsSomething(form)) {
      return { phase: 'narrow', change };
    }
    return areSameForms(transition, form)
      ? { phase: 'widen', change }
      : halfway(change, transition);
  }
  if (step === 'delete' || change.type !== 'update') {
    return { phase: 'remove', change };
  }
  if (movesSelector(change.live, change.desired)) {
    return { phase: 'narrow', change };
  }
  if (areSameForms(transition, form)) {
    return { phase: 'widen', change };
  }
  return areSameForms(transition, readAccessForm(change.live) ?? {})
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
  if (change.type === 'create' || enforcedChange(change) !== 'delete') {
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

/** What goes keeps all of it but its rules for a while. */
function halfway(change: ObjectChange, form: AccessForm): PlacedChange {
  const { key } = change;
  const base =
    change.type === 'delete' || enforcedChange(change) === 'delete'
      ? canonicalize(change.type === 'create' ? change.desired : change.live)
      : change.desired;
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
