import {
  ANNOTATION_ADMITTED_UNTIL,
  ANNOTATION_PORTS,
} from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { Admitted } from './Admitted';
import { writeDeadlines } from './admittedUntil';
import type { Carry, CarryContext } from './carry';
import { carryCallers, carryPeers } from './carryOver';
import { carryOwnPorts, carryPortsOut } from './carryPorts';
import { listDesired, ownerOf, workloadOf } from './desiredWorkloads';
import { listEdgePairs } from './edgePairs';
import { guardOldPods } from './guardOldPods';
import { Openings } from './Openings';
import { addNumbers } from './portMoves';
import { listRelations, type Related } from './relations';
import { listSuccessions, type Succession } from './succession';
import type { Waiting } from './types';
import { withDigest } from './withDigest';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  /** RFC 3339; without it, old pods are waited for as long as they run. */
  now?: string;
};

/**
 * What is desired, and beside each identity, each peer and each port that
 * stands for new pods of a workload the old one, while old pods run: at most a
 * day from the first plan, which an annotation remembers.
 *
 * @remarks
 *
 * The old is given what the new is given, only where it is admitted now, and
 * only along edges that are granted before and after: what is revoked goes at
 * once. Where no policy stands in the way now, everything is admitted.
 */
export function admitOldPods(options: Options): {
  desired: MeshObject[];
  waiting: Waiting[];
} {
  const { desired, live } = options;
  const workloads = listDesired(desired, live);
  const successions = listSuccessions(workloads, live.values());
  const isMoving = [...workloads.values()].some(item => item.former.length > 0);
  if (successions.length === 0 && !isMoving) {
    return { desired: [...desired], waiting: [] };
  }
  const own = new Map(successions.map(item => [item.id, item]));
  const edges = {
    before: listEdgePairs(live.values()),
    after: listEdgePairs(desired),
  };
  const relations = listRelations({ successions, workloads, edges });
  const openings = new Openings(live.values());
  const contextOf = createContexts({ ...options, openings });
  const waiting: Waiting[] = [];
  const all = desired.map(object => {
    const id = ownerOf(object);
    const workload = id === undefined ? undefined : workloads.get(id);
    if (!workload) return object;
    const related = relations.get(workload.id) ?? [];
    const succession = own.get(workload.id);
    if (related.length === 0 && !succession) return object;
    const context = { ...contextOf(workload, object), related };
    const carried = carry(object, { ...context, succession });
    if (carried.kept.size === 0) return object;
    waiting.push(describe(carried));
    return withDeadlines(carried);
  });
  const guards = guardOldPods({
    ...{ desired: all, live, successions, workloads, openings },
  });
  return { desired: [...all, ...guards], waiting };
}

function carry(
  object: MeshObject,
  context: CarryContext & {
    related: readonly Related[];
    succession?: Succession;
  },
): Carry {
  const { related, succession } = context;
  const isNetwork = object.kind === 'NetworkPolicy';
  const carryOne = isNetwork ? carryPeers : carryCallers;
  let current = related.reduce<Carry>(
    (carried, item) => carryOne(carried, { ...context, ...item }),
    { object, kept: new Map(), ports: [] },
  );
  if (succession) {
    current = carryOwnPorts(current, { ...context, succession });
  }
  return isNetwork ? carryPortsOut(current, context) : current;
}

/** What is known about the policies of workloads, of each once. */
function createContexts(options: Options & { openings: Openings }) {
  const { live, now, openings } = options;
  const policies = groupPolicies(live.values());
  const admitted = new Map<string, Admitted>();
  return (
    workload: Pick<Succession, 'id' | 'namespace' | 'labels'>,
    object: MeshObject,
  ): CarryContext => {
    const { id } = workload;
    const own = policies.get(id) ?? [];
    const known = admitted.get(id) ?? new Admitted(own);
    admitted.set(id, known);
    return {
      live: own,
      same: live.get(objectKey(object)),
      admitted: known,
      isOpen: direction => openings.isOpen({ ...workload, direction }),
      now,
    };
  };
}

function groupPolicies(live: Iterable<MeshObject>): Map<string, MeshObject[]> {
  const policies = new Map<string, MeshObject[]>();
  for (const object of live) {
    const id = workloadOf(object);
    if (id === undefined) continue;
    const known = policies.get(id);
    if (known) known.push(object);
    else policies.set(id, [object]);
  }
  return policies;
}

function withDeadlines({ object, kept, ports }: Carry): MeshObject {
  const deadlines = new Map(
    [...kept].flatMap(([what, until]) =>
      until === undefined ? [] : [[what, until] as const],
    ),
  );
  const text = object.metadata.annotations?.[ANNOTATION_PORTS];
  const annotations = {
    ...object.metadata.annotations,
    ...(text && { [ANNOTATION_PORTS]: addNumbers(text, ports) }),
    ...(deadlines.size > 0 && {
      [ANNOTATION_ADMITTED_UNTIL]: writeDeadlines(deadlines),
    }),
  };
  return withDigest({
    ...object,
    metadata: { ...object.metadata, annotations },
  });
}

function describe({ object, kept }: Carry): Waiting {
  const until = [...kept.values()]
    .flatMap(item => item ?? [])
    .sort()
    .at(-1);
  return {
    key: objectKey(object),
    reason: 'waits for old pods, whose identity, labels or port stay admitted',
    ...(until !== undefined && { until }),
  };
}
