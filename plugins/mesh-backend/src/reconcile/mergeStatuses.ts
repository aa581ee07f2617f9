import type {
  EntityMeshStatus,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import type { PassSummary } from '../database';

/** Worst first: the entity is as well as its worst workload. */
const order: Array<EntityMeshStatus['summary']> = [
  'broken',
  'attention',
  'unknown',
  'waiting',
  'retiring',
  'in-force',
];

/**
 * What a pass over one cluster found, together with what the passes over the
 * other clusters stored.
 */
export function mergeStatuses(options: {
  cluster: string;
  derived: EntityMeshStatus[];
  stored: EntityMeshStatus[];
  passes: PassSummary[];
}): EntityMeshStatus[] {
  const { cluster, derived, stored, passes } = options;
  const before = new Map(stored.map(status => [status.entityRef, status]));
  return derived.map(status => {
    const known = before.get(status.entityRef)?.workloads ?? [];
    const workloads = status.workloads.map(workload =>
      workload.cluster === cluster
        ? workload
        : known.find(({ key }) => key === workload.key) ?? workload,
    );
    return {
      ...status,
      ...summarize(status, workloads),
      workloads,
      ...withStaleSince(workloads, passes),
    };
  });
}

function summarize(status: EntityMeshStatus, workloads: WorkloadStatus[]) {
  const clusters = new Set(workloads.map(({ cluster }) => cluster));
  const [worst] = [...workloads].sort(
    (a, b) => order.indexOf(a.summary) - order.indexOf(b.summary),
  );
  if (clusters.size < 2 || !worst) {
    return { summary: status.summary, sentence: status.sentence };
  }
  return {
    summary: worst.summary,
    sentence:
      worst.summary === 'in-force'
        ? worst.sentence
        : `In ${worst.cluster}: ${worst.sentence}`,
  };
}

/** Since when one of the clusters has told nothing. */
function withStaleSince(workloads: WorkloadStatus[], passes: PassSummary[]) {
  const clusters = new Set(workloads.map(({ cluster }) => cluster));
  const [since] = passes
    .filter(({ cluster }) => clusters.has(cluster))
    .filter(({ state }) => state === 'unreachable')
    .map(({ lastReadAt, finishedAt }) => lastReadAt ?? finishedAt)
    .sort();
  return { staleSince: since };
}
