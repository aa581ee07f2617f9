import type { ClusterConfig, Workload } from '../model/types';
import { isSelected } from './isSelected';

/** True when the external authorizer of a cluster judges calls to a workload. */
export function judgesCallsTo(
  { externalAuthorizer }: ClusterConfig,
  workload: Workload,
): boolean {
  return (
    externalAuthorizer !== undefined &&
    workload.inMesh &&
    isSelected(externalAuthorizer.workloads, workload)
  );
}
