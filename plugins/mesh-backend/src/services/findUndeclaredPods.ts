import type {
  ClusterSnapshot,
  MeshModel,
  MeshObject,
} from '@meshwright/plugin-mesh-common';
import { isMatch } from 'lodash';

/** Names of running pods of a namespace that no bound workload selects. */
export function findUndeclaredPods(options: {
  model: MeshModel;
  snapshot: ClusterSnapshot;
  cluster: string;
  namespace: string;
}): string[] {
  const { model, snapshot, cluster, namespace } = options;
  const selectors = model.workloads
    .filter(
      workload =>
        workload.cluster === cluster &&
        workload.namespace === namespace &&
        workload.binding.state === 'bound',
    )
    .map(({ selector }) => selector);
  return snapshot.objects
    .filter(object => isRunningPod(object, namespace))
    .filter(
      ({ metadata }) =>
        !selectors.some(selector => isMatch(metadata.labels ?? {}, selector)),
    )
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** Pods that are done, such as those of jobs, cannot be cut off. */
export function isRunningPod(object: MeshObject, namespace: string): boolean {
  const phase = object.status?.phase;
  return (
    object.kind === 'Pod' &&
    object.metadata.namespace === namespace &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}
