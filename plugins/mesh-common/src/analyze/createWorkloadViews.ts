import type { MeshObject } from '../objects/types';
import { readPods, type PodForm } from './readPods';
import { readCompiledPods } from './readCompiledPods';
import { indexServices, listPorts } from './readServices';
import type { WorkloadView } from './workloadView';

/**
 * The parties of calls in a cluster, sorted by key: pods that policies cannot
 * tell apart are one. Controllers count where none of their pods runs. When
 * there are neither pods nor controllers, they are read from objects that
 * the compiler made.
 *
 * @public
 */
export function createWorkloadViews(
  objects: readonly MeshObject[],
): WorkloadView[] {
  const read = readPods(objects);
  const pods = read.length > 0 ? read : readCompiledPods(objects);
  const running = new Set(pods.filter(pod => pod.runs).map(identityOf));
  const forms = new Map<string, PodForm>();
  for (const pod of pods) {
    const identity = identityOf(pod);
    if (!pod.runs && running.has(identity)) continue;
    const key = `${identity}${isInMesh(pod)}`;
    const known = forms.get(key);
    if (!known) forms.set(key, pod);
  }
  return nameViews(
    [...forms.values()],
    namespaceLabelsOf(objects),
    indexServices(objects),
  );
}

/** What policies look at. */
function identityOf({ namespace, labels, serviceAccount }: PodForm): string {
  return JSON.stringify([
    namespace,
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    serviceAccount,
  ]);
}

function namespaceLabelsOf(
  objects: readonly MeshObject[],
): Map<string, Record<string, string>> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
  );
}

function nameViews(
  pods: readonly PodForm[],
  namespaces: ReadonlyMap<string, Record<string, string>>,
  services: ReturnType<typeof indexServices>,
): WorkloadView[] {
  const sorted = pods
    .map(pod => ({
      pod,
      order: `${pod.namespace}/${pod.name}\n${identityOf(pod)}`,
    }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const used = new Map<string, number>();
  return sorted.map(({ pod }) => {
    const { namespace, name, labels, serviceAccount, namedPorts } = pod;
    const base = `${namespace}/${name}`;
    const number = (used.get(base) ?? 0) + 1;
    used.set(base, number);
    const ambient = isAmbient(pod, namespaces.get(namespace));
    return {
      key: number === 1 ? base : `${base}#${number}`,
      name,
      namespace,
      labels,
      serviceAccount,
      inMesh: ambient || isInMesh(pod, namespaces.get(namespace)),
      ...(ambient && { ambient }),
      ...(isGateway(pod) && { gateway: true }),
      namedPorts,
      ports: listPorts(services, pod),
    };
  });
}

const INJECT = 'sidecar.istio.io/inject';

/** A proxy shows in a pod; of others, the labels say whether one will. */
function isInMesh(
  { runs, containers, labels, annotations, hostNetwork }: PodForm,
  namespace: Record<string, string> = {},
): boolean {
  if (hostNetwork) return false;
  if (containers.includes('istio-proxy')) return true;
  if (runs) return false;
  const asked = labels[INJECT] ?? annotations[INJECT];
  if (asked !== undefined) return asked === 'true';
  return (
    namespace['istio-injection'] === 'enabled' ||
    (namespace['istio.io/rev'] !== undefined &&
      namespace['istio-injection'] !== 'disabled')
  );
}

function isAmbient(
  { runs, labels, annotations, containers, hostNetwork }: PodForm,
  namespace: Record<string, string> = {},
): boolean {
  if (hostNetwork || containers.includes('istio-proxy')) return false;
  if (runs) return annotations['ambient.istio.io/redirection'] === 'enabled';
  const mode =
    labels['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode'];
  return mode === 'ambient';
}

/** PeerAuthentication does not govern the listeners of gateways. */
function isGateway({ labels, containers }: PodForm): boolean {
  return (
    labels['gateway.networking.k8s.io/gateway-name'] !== undefined ||
    (labels.istio?.includes('ingressgateway') === true &&
      containers.includes('istio-proxy'))
  );
}
