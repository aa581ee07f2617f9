import type {
  EdgeStatus,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';

/** Numbers for the card; every edge is counted once in each group. */
export function countEdges(workloads: WorkloadStatus[]) {
  const inbound = workloads.flatMap(workload => workload.inbound);
  const outbound = workloads.flatMap(workload => workload.outbound);
  const callers = (state: string) =>
    inbound.filter(({ consent }) => consent.state === state).length;
  const dependencies = { inForce: 0, waiting: 0, denied: 0, unknown: 0 };
  for (const edge of outbound) {
    const group = groupOf(edge);
    if (group) {
      dependencies[group] += 1;
    }
  }
  const { inForce, waiting, denied, unknown } = dependencies;
  return {
    callers: {
      granted: callers('granted'),
      pending: callers('pending'),
      open: inbound.filter(({ steps }) =>
        steps.some(({ reason }) => reason === 'StillOpen'),
      ).length,
    },
    dependencies: {
      ...dependencies,
      attention: outbound.length - inForce - waiting - denied - unknown,
    },
  };
}

/** Undefined: somebody should look at it. */
function groupOf({ summary, consent }: EdgeStatus) {
  if (summary === 'in-force') {
    return 'inForce';
  }
  if (consent.state === 'denied' || consent.state === 'expired') {
    return 'denied';
  }
  return summary === 'waiting' || summary === 'unknown' ? summary : undefined;
}
