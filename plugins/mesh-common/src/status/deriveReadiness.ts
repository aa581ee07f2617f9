import type { JsonObject } from '@backstage/types';
import type { Workload } from '../model/types';
import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import { type Fact, isUnknown } from './fact';
import { nameOf } from './sentences';

/** Pods of a workload that are Ready and not on their way out. */
export function listReadyPods(
  workload: Workload,
  view: ClusterView,
): MeshObject[] {
  return view
    .podsOf(workload.namespace, workload.selector)
    .filter(pod => isReady(pod) && !isEnding(pod));
}

/** Why policies may not hold at the pods of a workload. */
export function doubtPods(
  workload: Workload,
  view: ClusterView,
  options: { mayBeAbsent?: boolean } = {},
): Fact | undefined {
  const name = nameOf(workload.entityRef);
  const all = view.podsOf(workload.namespace, workload.selector);
  const ready = listReadyPods(workload, view);
  if (ready.length === 0 && !options.mayBeAbsent) {
    return all.length === 0
      ? isUnknown(
          'NoPods',
          `Of ${name} no pod is running yet in namespace ${workload.namespace}; deploy it, or correct spec.mesh.selector`,
        )
      : isUnknown(
          'NoReadyPods',
          `Of ${name} no pod is Ready yet; see why pod ${all[0].metadata.name} is not`,
        );
  }
  for (const pod of ready) {
    const doubt = doubtPod(pod, workload, view);
    if (doubt) {
      return doubt;
    }
  }
  return undefined;
}

function doubtPod(
  pod: MeshObject,
  workload: Workload,
  view: ClusterView,
): Fact | undefined {
  const { name } = pod.metadata;
  if (pod.spec?.hostNetwork === true) {
    return isUnknown(
      'HostNetwork',
      `Pod ${name} is on the network of its node, where no policy holds; remove hostNetwork`,
    );
  }
  if (!workload.inMesh) {
    return undefined;
  }
  const doubt = doubtProxy(pod, view);
  if (doubt) {
    return doubt;
  }
  const excluded = workload.ports.find(port =>
    isExcluded(pod, port.targetPort),
  );
  return excluded
    ? isUnknown(
        'PortExcluded',
        `Pod ${name} keeps port ${excluded.targetPort} away from its proxy; remove the annotation that excludes it`,
      )
    : undefined;
}

function doubtProxy(pod: MeshObject, view: ClusterView): Fact | undefined {
  const { name } = pod.metadata;
  const revision = readRevision(pod);
  const installed = view.pass?.snapshot?.facts.revisions ?? [];
  if (!hasProxy(pod) || !revision) {
    return isUnknown(
      'NoProxy',
      `Pod ${name} runs without a proxy of the mesh; restart it, so that the proxy is added`,
    );
  }
  if (installed.length === 0) {
    return isUnknown(
      'NoControlPlane',
      `No istiod is Ready in cluster ${view.name}, so nothing shows that its proxies have these policies; install Istio there, or see why istiod is not Ready`,
    );
  }
  if (!installed.includes(revision)) {
    return isUnknown(
      'OldProxy',
      `Pod ${name} has a proxy of revision ${revision}, which is not installed; restart it`,
    );
  }
  return undefined;
}

function isReady(pod: MeshObject): boolean {
  const { conditions } = pod.status ?? {};
  return (
    Array.isArray(conditions) &&
    (conditions as JsonObject[]).some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    )
  );
}

function isEnding(pod: MeshObject): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

function hasProxy(pod: MeshObject): boolean {
  const { containers, initContainers } = pod.spec ?? {};
  return [containers, initContainers]
    .flatMap(list => (Array.isArray(list) ? (list as JsonObject[]) : []))
    .some(({ name }) => name === 'istio-proxy');
}

/** The revision of the control plane that injected the proxy. */
function readRevision({ metadata }: MeshObject): string | undefined {
  const { labels, annotations } = metadata;
  const injected = /"revision"\s*:\s*"([^"]+)"/.exec(
    annotations?.['sidecar.istio.io/status'] ?? '',
  )?.[1];
  return injected ?? labels?.['istio.io/rev'] ?? annotations?.['istio.io/rev'];
}

function isExcluded(pod: MeshObject, port: number): boolean {
  const { annotations = {} } = pod.metadata;
  const excluded = annotations['traffic.sidecar.istio.io/excludeInboundPorts'];
  const included = annotations['traffic.sidecar.istio.io/includeInboundPorts'];
  const lists = (text: string) =>
    text.split(',').some(part => part.trim() === String(port));
  return (
    (excluded !== undefined && lists(excluded)) ||
    (included !== undefined && included.trim() !== '*' && !lists(included))
  );
}
