import { canonicalize } from '../objects/canonicalize';
import type { Closings } from './Closings';
import {
  type AccessForm,
  admitsSomething,
  areSameForms,
  readAccessForm,
  withAccessForm,
} from './accessForm';
import { createTransition, movesSelector, opensPods } from './createTransition';
import { enforcedChange } from './dryRun';
import type { ObjectChange } from './listChanges';
import type { Phase } from './phases';
import { phaseOfPeer } from './phaseOfPeer';
import { orderLayers } from './orderLayers';
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
  closings: Closings;
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
  const placed = placeAccess(change, scene);
  return placed.phase === 'widen' && options.closings.mustFollow(change)
    ? { ...placed, phase: 'loosen' }
    : placed;
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
  const form = readAccessForm(
    step === 'delete' && change.type !== 'create' ? change.live : object,
  );
  if (!form || !scene) {
    return { phase: step === 'delete' ? 'remove' : 'narrow', change };
  }
  const transition = createTransition(change, scene);
  if (opensPods(change, scene)) {
    return placeOpening(change, transition);
  }
  return orderLayers(placePolicy({ change, form, transition }), scene);
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
  // A direction that opens by itself stays until default denials are gone.
  const form = { ...before, ...transition };
  return areSameForms(form, before) || areSameForms(transition, {})
    ? { phase: 'tidy', change }
    : { ...halfway(change, form), phase: 'loosen' };
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
