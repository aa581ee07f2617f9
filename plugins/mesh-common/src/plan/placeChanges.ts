import type { MeshObject } from '../objects/types';
import { Closings } from './Closings';
import { createScenes, objectOf } from './createScenes';
import type { ObjectChange } from './listChanges';
import type { RecordChange } from './listRecordChanges';
import { readBaselines } from './phaseOfPeer';
import { LATE_PHASES, MIDDLE_PHASES, type Phase, PHASES } from './phases';
import { closesNetwork } from './orderLayers';
import { placeChange } from './placeChange';
import type { Change } from './types';

/** Puts each change into the wave in which every subset is safe. */
export function placeChanges(
  changes: readonly Change[],
  live: ReadonlyMap<string, MeshObject>,
) {
  const byPhase = new Map<Phase, Change[]>(PHASES.map(phase => [phase, []]));
  const unfinished: string[] = [];
  const followers = new Set<Change>();
  let isWaiting = false;
  const ofObjects = changes.filter(
    (change): change is ObjectChange => change.target === 'object',
  );
  const scenes = createScenes(ofObjects, live);
  const baselines = readBaselines(live.values());
  const closings = new Closings(ofObjects, scenes);
  const isInhabited = describeInhabited(live);

  for (const change of changes) {
    if (change.target === 'record') {
      byPhase.get(phaseOfRecord(change))?.push(change);
      continue;
    }
    const { kind, metadata } = objectOf(change);
    const { namespace = '' } = metadata;
    const placed = placeChange({
      change,
      scene: scenes.get(namespace)?.get(kind),
      baselines,
      closings,
      isInhabited: isInhabited(namespace),
    });
    byPhase.get(placed.phase)?.push(placed.change);
    if (placed.followsNetwork) {
      followers.add(placed.change);
    }
    if (placed.unfinished) {
      unfinished.push(change.key);
      isWaiting ||= MIDDLE_PHASES.includes(placed.phase);
    }
  }
  const late = settleNetworkFirst(byPhase, followers);
  const made = [...byPhase].filter(
    ([phase, wave]) => wave.length > 0 && !(isWaiting && late.has(phase)),
  );
  return {
    waves: made.map(([, wave]) =>
      wave.sort((a, b) => compareText(a.key, b.key)),
    ),
    phases: made.map(([phase]) => phase),
    unfinished: unfinished.sort(),
  };
}

/**
 * Where pods are newly closed at the network, callers that are admitted by
 * identity follow it: others may share the identity. Returns the phases that
 * wait for the next plan while something is on its way.
 */
function settleNetworkFirst(
  byPhase: Map<Phase, Change[]>,
  followers: ReadonlySet<Change>,
): ReadonlySet<Phase> {
  const [widen = [], isolate = [], admit = [], narrow = []] = (
    ['widen', 'isolate', 'admit', 'narrow'] as const
  ).map(phase => byPhase.get(phase));
  if (isolate.some(closesNetwork)) {
    admit.push(...widen.filter(change => followers.has(change)));
    byPhase.set(
      'widen',
      widen.filter(change => !followers.has(change)),
    );
  }
  if (admit.length === 0) {
    narrow.push(...isolate.splice(0));
    return new Set(LATE_PHASES);
  }
  // What is narrowed may be admitted by what has to wait.
  return new Set([...LATE_PHASES, 'narrow']);
}

/** A name is given after its route, and taken back before it. */
function phaseOfRecord(change: RecordChange): Phase {
  return change.type === 'delete' ? 'narrow' : 'remove';
}

/**
 * Tells where pods may live: in every namespace that exists, unless pods
 * were read and none is there.
 */
function describeInhabited(
  live: ReadonlyMap<string, MeshObject>,
): (namespace: string) => boolean {
  const namespaces = new Set<string>();
  const homes = new Set<string>();
  for (const { kind, metadata } of live.values()) {
    if (kind === 'Namespace') {
      namespaces.add(metadata.name);
    } else if (kind === 'Pod') {
      homes.add(metadata.namespace ?? '');
    }
  }
  return namespace =>
    (namespaces.size === 0 || namespaces.has(namespace)) &&
    (homes.size === 0 || homes.has(namespace));
}

/** The order of keys. */
export function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
