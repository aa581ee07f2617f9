import type { CallParty, Workload } from '@meshwright/plugin-mesh-common';
import { type PodFacts, readMembership } from '../world/pods';
import type { Scenery } from './buildRequest';

/** Pods as a party of a call. */
export function podToParty(pod: PodFacts, scenery: Scenery): CallParty {
  const membership = readMembership(pod, scenery.namespaces);
  const { namespace, labels, serviceAccount, ports, ip } = pod;
  if (membership === 'unknown') {
    scenery.notes.push(
      `${pod.name} has a proxy: its Namespace is not among the manifests`,
    );
  }
  return {
    namespace,
    labels,
    serviceAccount,
    inMesh: membership !== 'none',
    ...(membership === 'ambient' && { ambient: true }),
    ...(ports.length > 0 && { namedPorts: ports }),
    ...(ip !== undefined && { ip }),
  };
}

/**
 * A declared workload as a party: the pods that it selects where manifests
 * have them, else pods with just the labels of the selector.
 */
export function workloadToParty(
  workload: Workload,
  { pods }: Scenery,
): CallParty {
  const { namespace, selector, serviceAccount, inMesh } = workload;
  const pod = pods.find(
    each =>
      each.namespace === namespace &&
      Object.entries(selector).every(
        ([key, value]) => each.labels[key] === value,
      ),
  );
  return {
    namespace,
    labels: pod?.labels ?? selector,
    serviceAccount: pod?.serviceAccount ?? serviceAccount,
    inMesh,
    ...(pod && pod.ports.length > 0 && { namedPorts: pod.ports }),
  };
}

/** The declared workloads of an entity, in the cluster of the question. */
export function workloadsOf(
  ref: string,
  { model, cluster }: Pick<Scenery, 'model' | 'cluster'>,
): Workload[] {
  return model.workloads.filter(
    workload => workload.entityRef === ref && workload.cluster === cluster,
  );
}

/** Why an entity is not found in the cluster of the question. */
export function describeMissing(
  option: 'from' | 'to',
  ref: string,
  { model }: Pick<Scenery, 'model'>,
): string {
  const clusters = model.workloads
    .filter(({ entityRef }) => entityRef === ref)
    .map(({ cluster }) => cluster);
  const other = option === 'from' ? '--to' : '--from';
  if (clusters.length > 0) {
    return `--${option} is ${ref}, which runs in ${clusters.join(
      ', ',
    )}, and ${other} does not`;
  }
  return ref.startsWith('api:')
    ? `--${option} is ${ref}, which no given component with spec.mesh both provides and is asked for`
    : `--${option} is ${ref}, which is not among the given entities with a readable spec.mesh`;
}
