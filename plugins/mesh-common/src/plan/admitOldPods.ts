import { ANNOTATION_ADMITTED_UNTIL } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { writeDeadlines } from './admittedUntil';
import { type Carry, carryCallers, carryPeers } from './carryOver';
import { listEdgePairs, toPair } from './edgePairs';
import { guardOldPods } from './guardOldPods';
import { isSelected } from './labelSelector';
import {
  type Desired,
  listDesired,
  listSuccessions,
  type Succession,
  workloadOf,
} from './succession';
import type { Waiting } from './types';
import { withDigest } from './withDigest';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  /** RFC 3339; without it, old pods are waited for as long as they run. */
  now?: string;
};

/**
 * What is desired, and beside each identity and each peer that stands for new
 * pods of a workload the old one, while old pods run: at most a day from the
 * first plan, which an annotation remembers.
 *
 * @remarks
 *
 * The old is given what the new is given, only where it is admitted now, and
 * only along edges that are granted before and after: what is revoked goes at
 * once.
 */
export function admitOldPods(options: Options): {
  desired: MeshObject[];
  waiting: Waiting[];
} {
  const { desired, live } = options;
  const workloads = listDesired(desired, live);
  const successions = listSuccessions(workloads, live.values());
  if (successions.length === 0) return { desired: [...desired], waiting: [] };
  const edges = {
    before: listEdgePairs(live.values()),
    after: listEdgePairs(desired),
  };
  const policies = groupPolicies(live.values());
  const waiting: Waiting[] = [];
  const all = desired.map(object => {
    const id = workloadOf(object);
    const own = id === undefined ? undefined : policies.get(id);
    if (id === undefined || !own) return object;
    const involved = successions.flatMap(succession =>
      relate({ id, succession, successions, workloads, edges }),
    );
    const { now } = options;
    const kept = involved.reduce<Carry>(
      (carry, related) =>
        object.kind === 'NetworkPolicy'
          ? carryPeers(carry, { ...related, live: own, now })
          : carryCallers(carry, { ...related, live: own, now }),
      { object, kept: new Map() },
    );
    if (kept.kept.size === 0) return object;
    waiting.push(describe(object, kept.kept));
    return withDeadlines(kept);
  });
  const guards = guardOldPods({ desired, live, successions });
  return { desired: [...all, ...guards], waiting };
}

/** What of a succession matters to the policies of a workload. */
export type Related = {
  succession: Succession;
  isCaller: boolean;
  isCalled: boolean;
};

function relate(options: {
  id: string;
  succession: Succession;
  successions: readonly Succession[];
  workloads: ReadonlyMap<string, Desired>;
  edges: Record<'before' | 'after', ReadonlySet<string>>;
}): Related[] {
  const { id, succession, successions, workloads, edges } = options;
  const isGranted = (pair: string) =>
    edges.before.has(pair) && edges.after.has(pair);
  const isCaller = isGranted(toPair(succession.id, id));
  const isCalled = isGranted(toPair(id, succession.id));
  if (!isCaller && !isCalled) return [];
  // Others may have the old identity, or take over the old labels.
  const isRevoked = (other: string) => {
    const pair = toPair(other, id);
    return edges.before.has(pair) && !edges.after.has(pair);
  };
  const sharing = (account: string) =>
    [...workloads.values(), ...successions].some(
      other =>
        other.id !== succession.id &&
        other.namespace === succession.namespace &&
        ('oldAccounts' in other
          ? other.oldAccounts.includes(account)
          : other.account === account) &&
        isRevoked(other.id),
    );
  const isTaken = (labels: Record<string, string>) =>
    [...workloads.values()].some(
      other =>
        other.id !== succession.id &&
        other.namespace === succession.namespace &&
        isSelected({ matchLabels: labels }, other.labels),
    );
  return [
    {
      isCaller,
      isCalled,
      succession: {
        ...succession,
        oldAccounts: succession.oldAccounts.filter(item => !sharing(item)),
        oldLabels: succession.oldLabels.filter(item => !isTaken(item)),
      },
    },
  ];
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

function withDeadlines({ object, kept }: Carry): MeshObject {
  const deadlines = new Map(
    [...kept].flatMap(([what, until]) =>
      until === undefined ? [] : [[what, until] as const],
    ),
  );
  const annotations = {
    ...object.metadata.annotations,
    ...(deadlines.size > 0 && {
      [ANNOTATION_ADMITTED_UNTIL]: writeDeadlines(deadlines),
    }),
  };
  return withDigest({
    ...object,
    metadata: { ...object.metadata, annotations },
  });
}

function describe(object: MeshObject, kept: Carry['kept']): Waiting {
  const until = [...kept.values()]
    .flatMap(item => item ?? [])
    .sort()
    .at(-1);
  return {
    key: objectKey(object),
    reason: 'waits for old pods, whose identity or labels stay admitted',
    ...(until !== undefined && { until }),
  };
}
