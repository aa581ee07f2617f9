import type { WorkloadStatus } from '@meshwright/plugin-mesh-common';
import type { Question } from './useQuestion';

/** What people most often want to know of an entity. */
export function defaultQuestion(
  entityRef: string,
  workloads: WorkloadStatus[],
): Question {
  const [outbound] = workloads.flatMap(workload => workload.outbound);
  const [inbound] = workloads.flatMap(workload => workload.inbound);
  const others = { method: 'GET', path: '/' };
  if (inbound) {
    return { ...others, from: inbound.consumer.entityRef, to: entityRef };
  }
  return { ...others, from: entityRef, to: outbound?.provider.entityRef ?? '' };
}

/** The entity itself and everybody it has to do with. */
export function listEntities(
  entityRef: string,
  workloads: WorkloadStatus[],
): string[] {
  const peers = workloads.flatMap(({ inbound, outbound }) => [
    ...inbound.map(({ consumer }) => consumer.entityRef),
    ...outbound.map(({ provider }) => provider.entityRef),
  ]);
  return [...new Set([entityRef, ...peers.sort()])];
}
