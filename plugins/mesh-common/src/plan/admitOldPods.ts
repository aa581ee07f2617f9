import {
  ANNOTATION_ADMITTED_UNTIL,
  ANNOTATION_PORTS,
} from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { writeDeadlines } from './admittedUntil';
import type { Carry, CarryContext } from './carry';
import { createContexts } from './carryContexts';
import { carryHosts } from './carryHosts';
import { carryCallers, carryPeers } from './carryOver';
import { carryOwnPorts, carryPortsOut } from './carryPorts';
import { hasMoved, listDesired } from './desiredWorkloads';
import { listEdgePairs, renamePairs } from './edgePairs';
import { guardOldPods } from './guardOldPods';
import { keepFormerHomes } from './keepFormerHomes';
import { createMarks } from './markMoving';
import { Openings } from './Openings';
import { ownerOf } from './owners';
import { addNumbers } from './portMoves';
import { listRelations, type Related } from './relations';
import { listSuccessions, type Succession } from './succession';
import type { Waiting } from './types';
import { withDigest } from './withDigest';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  /** As in `PlanOptions`; they matter for what has moved. */
  cluster: string;
  instance: string;
  retain?: readonly string[];
  /** RFC 3339; without it, old pods are waited for as long as they run. */
  now?: string;
};

const CARRIES = new Map([
  ['NetworkPolicy', carryPeers],
  ['Sidecar', carryHosts],
]);

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
  const heirOf = (id: string) => workloads.get(id)?.heir ?? id;
  const edges = {
    before: renamePairs(listEdgePairs(live.values()), heirOf),
    after: listEdgePairs(desired),
  };
  const relations = listRelations({ successions, workloads, edges });
  const openings = new Openings(live.values());
  const contextOf = createContexts({
    ...{ ...options, openings, heirOf },
    moved: successions.filter(hasMoved),
  });
  const waiting: Waiting[] = [];
  const former = keepFormerHomes({ ...options, successions, workloads });
  const mark = createMarks(former.homes);
  const carries = [
    ...desired.map<Carry>(object => ({ object, kept: new Map(), ports: [] })),
    ...former.kept,
  ];
  const all = carries.map(start => {
    const id = ownerOf(start.object);
    const workload = id === undefined ? undefined : workloads.get(id);
    const related = relations.get(id ?? '') ?? [];
    const succession = own.get(id ?? '');
    const isAbout = !start.isFixed && (related.length > 0 || succession);
    const carried =
      workload && isAbout
        ? carry(start, {
            ...contextOf(workload, start.object),
            ...{ related, succession },
          })
        : start;
    const { object, kept, ports } = carried.kept.size > 0 ? carried : start;
    const marked = mark(object, workload);
    if (kept.size === 0 && marked === object) return object;
    waiting.push(describe({ object, kept, ports }));
    return withDeadlines({ object: marked, kept, ports });
  });
  const guards = guardOldPods({
    ...{ desired: all, live, successions, workloads, openings },
  });
  return { desired: [...all, ...guards], waiting };
}

function carry(
  start: Carry,
  context: CarryContext & {
    related: readonly Related[];
    succession?: Succession;
  },
): Carry {
  const { related, succession } = context;
  const { kind } = start.object;
  const isNetwork = kind === 'NetworkPolicy';
  const carryOne = CARRIES.get(kind) ?? carryCallers;
  let current = related.reduce<Carry>(
    (carried, item) => carryOne(carried, { ...context, ...item }),
    start,
  );
  if (succession) {
    current = carryOwnPorts(current, { ...context, succession });
  }
  return isNetwork ? carryPortsOut(current, context) : current;
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
    reason:
      'waits for old pods, whose namespace, identity, labels or port stay admitted',
    ...(until !== undefined && { until }),
  };
}
