import type { WorkloadStatus } from '@meshwright/plugin-mesh-common';

/** Numbers for the card, as text; every edge is counted once. */
export function countEdges(workloads: WorkloadStatus[]) {
  const inbound = workloads.flatMap(workload => workload.inbound);
  const outbound = workloads.flatMap(workload => workload.outbound);
  const inForce = outbound.filter(edge => edge.summary === 'in-force').length;
  const denied = outbound.filter(({ consent }) =>
    ['denied', 'expired'].includes(consent.state),
  ).length;
  const callers = (state: string) =>
    inbound.filter(({ consent }) => consent.state === state).length;
  return {
    callers: {
      granted: String(callers('granted')),
      pending: String(callers('pending')),
    },
    dependencies: {
      inForce: String(inForce),
      waiting: String(outbound.length - inForce - denied),
      denied: String(denied),
    },
  };
}
