import type {
  Condition,
  EdgeStatus,
  EntityMeshStatus,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';

/**
 * What is asked of all entities at once, stored beside their statuses. Who
 * adds to it empties `status_head` in a migration: then the next pass writes
 * all of them anew.
 */
export type StatusSummary = {
  entityRef: string;
  workloads: WorkloadSummary[];
  /** Edges to it that wait for a decision of its owner. */
  requests: EdgeStatus[];
  /** ISO instant since when nothing is known of one of its clusters. */
  staleSince?: string;
};

type WorkloadSummary = Pick<
  WorkloadStatus,
  | 'key'
  | 'entityRef'
  | 'owner'
  | 'cluster'
  | 'namespace'
  | 'stage'
  | 'step'
  | 'retiring'
> & {
  /** Whether its namespace is known to be its owner's; absent if not said. */
  bound?: Pick<Condition, 'status' | 'message'>;
};

/** Reasons of consent that a decision of an owner can change. */
const WAITING = ['WaitsForOwner', 'WiderThanApproved'];

/** Says nothing that a pass changes which finds the same. */
export function summarizeStatus(status: EntityMeshStatus): StatusSummary {
  const { entityRef, workloads, staleSince } = status;
  return {
    entityRef,
    workloads: workloads.map(summarizeWorkload),
    requests: workloads
      .flatMap(({ inbound }) => inbound)
      .filter(
        ({ consent }) =>
          consent.state === 'pending' && WAITING.includes(consent.reason),
      ),
    ...(staleSince !== undefined && { staleSince }),
  };
}

function summarizeWorkload(workload: WorkloadStatus): WorkloadSummary {
  const { key, entityRef, owner, cluster, namespace, stage, step, retiring } =
    workload;
  const bound = workload.conditions.find(({ type }) => type === 'Bound');
  return {
    ...{ key, entityRef, owner, cluster, namespace, stage, step, retiring },
    ...(bound && { bound: { status: bound.status, message: bound.message } }),
  };
}
