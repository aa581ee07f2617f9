import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';

export const REVISION_LABEL = 'istio.io/rev';

const PROXY = {
  name: 'istio-proxy',
  image: 'mcr.microsoft.com/oss/istio/proxyv2:1.29',
  args: ['proxy', 'sidecar'],
  restartPolicy: 'Always',
  ports: [{ containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' }],
};

/** Revisions that a control plane in the cluster serves. */
export function installedRevisions(
  deployments: readonly KubeObject[],
): Set<string> {
  const found = deployments
    .filter(
      ({ metadata }) =>
        metadata.namespace === 'aks-istio-system' &&
        metadata.labels?.app === 'istiod',
    )
    .map(({ metadata }) => metadata.labels?.[REVISION_LABEL]);
  return new Set(found.filter(one => one !== undefined));
}

/** The revision whose injector takes a pod; undefined leaves it as it is. */
export function revisionFor(
  pod: KubeObject,
  namespace: KubeObject | undefined,
  installed: ReadonlySet<string>,
): string | undefined {
  const labels = pod.metadata.labels ?? {};
  const spec = isJson(pod.spec) ? pod.spec : {};
  const wanted =
    namespace?.metadata.labels?.[REVISION_LABEL] ?? labels[REVISION_LABEL];
  if (
    wanted === undefined ||
    !installed.has(wanted) ||
    labels['sidecar.istio.io/inject'] === 'false' ||
    spec.hostNetwork === true ||
    hasProxy(spec)
  ) {
    return undefined;
  }
  return wanted;
}

function hasProxy(spec: Json): boolean {
  const containers = Array.isArray(spec.containers) ? spec.containers : [];
  return containers.some(one => isJson(one) && one.name === PROXY.name);
}

/** Whether a pod has a proxy of the mesh, native or not. */
export function isInMesh({ spec }: KubeObject): boolean {
  return (
    isJson(spec) &&
    (hasProxy(spec) || hasProxy({ containers: spec.initContainers }))
  );
}

/** The pod as the injector of a revision sends it on. */
export function injectProxy(
  pod: KubeObject,
  revision: string,
  workload: string,
): KubeObject {
  const spec = isJson(pod.spec) ? pod.spec : {};
  const labels = pod.metadata.labels ?? {};
  const before = Array.isArray(spec.initContainers) ? spec.initContainers : [];
  const status = {
    initContainers: [PROXY.name],
    containers: null,
    volumes: null,
    imagePullSecrets: null,
    revision,
  };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: {
        'service.istio.io/canonical-name':
          labels['app.kubernetes.io/name'] ?? labels.app ?? workload,
        'service.istio.io/canonical-revision':
          labels['app.kubernetes.io/version'] ?? labels.version ?? 'latest',
        ...labels,
        'security.istio.io/tlsMode': 'istio',
        [REVISION_LABEL]: revision,
      },
      annotations: {
        ...pod.metadata.annotations,
        [REVISION_LABEL]: revision,
        'sidecar.istio.io/status': JSON.stringify(status),
      },
    },
    spec: { ...spec, initContainers: [PROXY, ...before] },
  };
}
