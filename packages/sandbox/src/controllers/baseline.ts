import type { KubernetesApi, SeedObject } from '../kubernetes';

/** The mesh that the cluster of the examples has. */
export const REVISION = 'asm-1-29';
const SYSTEM = 'aks-istio-system';
const INGRESS = 'aks-istio-ingress';

function namespace(name: string): SeedObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function node(index: number): SeedObject {
  const name = `aks-system-00000${index}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' },
    },
    spec: { podCIDR: `10.244.${index}.0/24` },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.224.0.${4 + index}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

type WorkloadOptions = {
  kind?: 'Deployment' | 'DaemonSet';
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** Labels of the pods that the selector does not ask for. */
  podLabels?: Record<string, string>;
  container?: string;
  image: string;
  serviceAccountName?: string;
  hostNetwork?: boolean;
};

function workload(options: WorkloadOptions): SeedObject {
  const { kind = 'Deployment', name, labels, image } = options;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: options.namespace, labels },
    spec: {
      ...(kind === 'Deployment' && { replicas: 2 }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, ...options.podLabels } },
        spec: {
          ...(options.serviceAccountName && {
            serviceAccountName: options.serviceAccountName,
          }),
          ...(options.hostNetwork && { hostNetwork: true }),
          containers: [{ name: options.container ?? name, image }],
        },
      },
    },
  };
}

function serviceAccount(name: string, inside: string): SeedObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: inside },
  };
}

function gateway(
  side: 'internal' | 'external',
  address?: string,
): SeedObject[] {
  const name = `aks-istio-ingressgateway-${side}`;
  const selector = { app: name, istio: name };
  return [
    serviceAccount(name, INGRESS),
    workload({
      name: `${name}-${REVISION}`,
      namespace: INGRESS,
      labels: { ...selector, 'istio.io/rev': REVISION },
      container: 'istio-proxy',
      image: 'mcr.microsoft.com/oss/istio/proxyv2:1.29',
      serviceAccountName: name,
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name,
        namespace: INGRESS,
        labels: selector,
        annotations: {
          ...(side === 'internal' && {
            'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
          }),
          ...(address && {
            'service.beta.kubernetes.io/azure-load-balancer-ipv4': address,
          }),
        },
      },
      spec: {
        type: 'LoadBalancer',
        selector,
        ports: [
          { name: 'status-port', port: 15021 },
          { name: 'http2', port: 80 },
          { name: 'https', port: 443 },
        ],
      },
    },
  ];
}

/** What a cluster with the mesh add-on has before anybody deploys to it. */
export function clusterBaseline(): SeedObject[] {
  const dns = { 'k8s-app': 'kube-dns' };
  const istiod = { app: 'istiod', 'istio.io/rev': REVISION };
  return [
    ...['default', 'kube-system', SYSTEM, INGRESS].map(namespace),
    ...[0, 1].map(node),
    workload({
      kind: 'DaemonSet',
      name: 'cilium',
      namespace: 'kube-system',
      labels: { 'k8s-app': 'cilium' },
      container: 'cilium-agent',
      image: 'mcr.microsoft.com/oss/cilium/cilium:1.17',
      hostNetwork: true,
    }),
    serviceAccount('coredns', 'kube-system'),
    workload({
      name: 'coredns',
      namespace: 'kube-system',
      labels: dns,
      image: 'mcr.microsoft.com/oss/kubernetes/coredns:1.12',
      serviceAccountName: 'coredns',
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system', labels: dns },
      spec: {
        clusterIP: '10.0.0.10',
        selector: dns,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53 },
        ],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: `istio-sidecar-injector-${REVISION}-${SYSTEM}` },
    },
    serviceAccount(`istiod-${REVISION}`, SYSTEM),
    workload({
      name: `istiod-${REVISION}`,
      namespace: SYSTEM,
      labels: istiod,
      podLabels: { 'sidecar.istio.io/inject': 'false' },
      container: 'discovery',
      image: 'mcr.microsoft.com/oss/istio/pilot:1.29',
      serviceAccountName: `istiod-${REVISION}`,
    }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: `istiod-${REVISION}`,
        namespace: SYSTEM,
        labels: istiod,
      },
      spec: {
        selector: istiod,
        ports: [
          { name: 'grpc-xds', port: 15010 },
          { name: 'https-dns', port: 15012 },
          { name: 'https-webhook', port: 443, targetPort: 15017 },
        ],
      },
    },
    ...gateway('internal', '10.240.4.4'),
    ...gateway('external'),
  ];
}

/** Makes the baseline; what a stored state already has stays as it is. */
export async function seedCluster(api: KubernetesApi): Promise<void> {
  await api.seed(clusterBaseline());
}
