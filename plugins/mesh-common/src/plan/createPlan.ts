import { objectKey, recordKey } from '../objects/objectKey';
import { isOwned, isRecordOf } from '../objects/ownership';
import { finish } from '../objects/steps';
import type { DnsRecordSet, MeshObject } from '../objects/types';
import { admitOldPods } from './admitOldPods';
import { holdBack } from './holdBack';
import { listChangeSteps } from './listChanges';
import { listRecordChanges } from './listRecordChanges';
import { compareText, placeChanges } from './placeChanges';
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
