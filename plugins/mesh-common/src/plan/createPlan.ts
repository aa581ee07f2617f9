import { objectKey, recordKey } from '../objects/objectKey';
import { isOwned, isRecordOf } from '../objects/ownership';
import { finish } from '../objects/steps';
import type { DnsRecordSet, MeshObject } from '../objects/types';
import { admitOldPods } from './admitOldPods';
import { Closings } from './Closings';
import { createScenes, objectOf } from './createScenes';
import { holdBack } from './holdBack';
import { listChangeSteps, type ObjectChange } from './listChanges';
import { listRecordChanges, type RecordChange } from './listRecordChanges';
import { readBaselines } from './phaseOfPeer';
import { LATE_PHASES, MIDDLE_PHASES, type Phase, PHASES } from './phases';
import { closesNetwork } from './orderLayers';
import { placeChange } from './placeChange';
import { stageMoves } from './stageMoves';
import type { Change, Plan } from './types';

/**
 * What {@link createPlan} decides from.
 *
 * @public
 */
export type PlanOptions = {
  desired: readonly MeshObject[];
  desiredRecords: readonly DnsRecordSet[];
  /** Everything that was read, ours and others', Namespaces and Pods too. */
  live: readonly MeshObject[];
  /** Undefined when the zone was not readable: records stay as they are. */
  liveRecords?: readonly DnsRecordSet[];
  /** Name of this installation: nothing of another is touched. */
  instance: string;
  /** Which cluster it is: a zone may hold record sets of others, too. */
  cluster: string;
  /**
   * RFC 3339: tells how long old pods have been waited for. Absent: for as
   * long as they run.
   */
  now?: string;
  /** Keys that are not deleted in this pass. */
  retain?: readonly string[];
  /** From how much loss on the plan takes nothing away. */
  hold?: { minimum: number; share: number };
  /**
   * What would be desired if only decisions of people counted: no entity had
   * vanished, and the configuration were as before. What is not desired here
   * either is taken away whatever the hold says. Absent: everything that is
   * live counts as wanted.
   */
  expected?: {
    objects: readonly MeshObject[];
    records: readonly DnsRecordSet[];
  };
};

/**
 * Plans how to turn what is live into what is desired, in waves of which
 * every subset is safe: no subset denies a call that is allowed before and
 * after, or allows one that neither state allows.
 *
 * @remarks
 *
 * Some changes cannot be made in one safe step, because the pods of a policy
 * are also selected by others that change. Such an object is first given a
 * form that goes with all of them (see {@link Plan}, `unfinished`), and the
 * next plan finishes.
 *
 * @public
 */
export function createPlan(options: PlanOptions): Plan {
  return finish(createPlanSteps(options));
}

/**
 * A {@link createPlan} in steps, for whoever lets others have a turn in
 * between: comparing tens of thousands of objects takes seconds.
 *
 * @public
 */
export function* createPlanSteps(
  options: PlanOptions,
): Generator<undefined, Plan> {
  const { retain = [], hold, liveRecords } = options;
  const live = new Map(options.live.map(o => [objectKey(o), o]));
  const { desired, waiting } = admitOldPods({ ...options, live });
  const objects = yield* listChangeSteps({
    ...{ ...options, desired, live, retain },
  });
  const records = liveRecords
    ? listRecordChanges({
        desired: options.desiredRecords,
        live: liveRecords,
        owner: options,
        retain,
      })
    : { changes: [], conflicts: [], unmarked: [] };
  const moves = stageMoves({ ...options, changes: objects.changes, live });
  const all: Change[] = [...moves.changes, ...records.changes];
  const { changes, held } = hold
    ? holdBack({
        changes: all,
        owned: ownedOf(options),
        expected: expectedOf(options),
        hold,
      })
    : { changes: all, held: undefined };
  const placed = placeChanges(changes, live);
  const allWaiting = [...waiting, ...moves.waiting];
  const unfinished = [
    ...new Set([...placed.unfinished, ...allWaiting.map(({ key }) => key)]),
  ];

  return {
    waves: placed.waves,
    phases: placed.phases,
    conflicts: [...objects.conflicts, ...records.conflicts].sort((a, b) =>
      compareText(a.key, b.key),
    ),
    ...(held && { held }),
    ...(records.unmarked.length > 0 && { unmarked: records.unmarked }),
    ...(unfinished.length > 0 && { unfinished: unfinished.sort() }),
    ...(allWaiting.length > 0 && {
      waiting: allWaiting.sort((a, b) => compareText(a.key, b.key)),
    }),
  };
}

function placeChanges(
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

function expectedOf(
  options: PlanOptions,
): Map<string, MeshObject | DnsRecordSet> {
  const { expected } = options;
  return expected
    ? new Map<string, MeshObject | DnsRecordSet>([
        ...expected.objects.map(o => [objectKey(o), o] as const),
        ...expected.records.map(r => [recordKey(r), r] as const),
      ])
    : ownedOf(options);
}

function ownedOf(options: PlanOptions): Map<string, MeshObject | DnsRecordSet> {
  const { instance, cluster, live, liveRecords = [] } = options;
  return new Map<string, MeshObject | DnsRecordSet>([
    ...live
      .filter(object => isOwned(object, instance))
      .map(object => [objectKey(object), object] as const),
    ...liveRecords
      .filter(record => isRecordOf(record, { instance, cluster }))
      .map(record => [recordKey(record), record] as const),
  ]);
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
