import type { MeshObject } from '../../../objects';
import { toLabels, toRecord, toRecords } from '../../../evaluate/readJson';
import type { LintContext } from '../../types';
import { indexNamespaces } from './namespaces';
import {
  annotationsOf,
  labelsOf,
  namespaceOf,
  specOf,
  type Fields,
  type Labels,
} from './objects';

export const PROXY = 'istio-proxy';
const INJECT = 'sidecar.istio.io/inject';

type Workload = {
  namespace: string;
  labels: Labels;
  annotations: Labels;
  containers: readonly Fields[];
};

/** Containers and init containers: a proxy may be either. */
export function allContainers(podSpec: Fields): Fields[] {
  return [
    ...toRecords(podSpec.containers),
    ...toRecords(podSpec.initContainers),
  ];
}

/** Image of the proxy among the containers; empty when there is none. */
export function proxyImage(containers: readonly Fields[]): string {
  const proxy = containers.find(({ name }) => name === PROXY);
  return typeof proxy?.image === 'string' ? proxy.image : '';
}

export function isPodInMesh(pod: MeshObject, context: LintContext): boolean {
  return isInMesh(
    {
      namespace: namespaceOf(pod),
      labels: labelsOf(pod),
      annotations: annotationsOf(pod),
      containers: allContainers(specOf(pod)),
    },
    context,
  );
}

export function isDeploymentInMesh(
  deployment: MeshObject,
  context: LintContext,
): boolean {
  const template = toRecord(specOf(deployment).template);
  const metadata = toRecord(template.metadata);
  return isInMesh(
    {
      namespace: namespaceOf(deployment),
      labels: toLabels(metadata.labels),
      annotations: toLabels(metadata.annotations),
      containers: toRecords(toRecord(template.spec).containers),
    },
    context,
  );
}

/** Whether ztunnel catches what a pod sends and gets. */
export function isPodAmbient(pod: MeshObject): boolean {
  return annotationsOf(pod)['ambient.istio.io/redirection'] === 'enabled';
}

/** Whether a namespace is ambient; a sidecar label wins. */
export function isNamespaceAmbient(namespace: MeshObject | undefined): boolean {
  if (!namespace) return false;
  const labels = labelsOf(namespace);
  return (
    labels['istio-injection'] !== 'enabled' &&
    !labels['istio.io/rev'] &&
    labels['istio.io/dataplane-mode'] === 'ambient'
  );
}

/** What the proxy says, else the pod's label, its annotation, its namespace. */
function isInMesh(workload: Workload, context: LintContext): boolean {
  if (proxyImage(workload.containers)) return true;
  const own = workload.labels[INJECT] ?? workload.annotations[INJECT];
  if (own !== undefined) return own === 'true';
  const namespace = context.derive(indexNamespaces).get(workload.namespace);
  return !!namespace && labelsOf(namespace)['istio-injection'] === 'enabled';
}
