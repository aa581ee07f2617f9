import type { ManagedCluster } from '../reconcile';

const reserved = [
  'default',
  'istio-system',
  'kube-node-lease',
  'kube-public',
  'kube-system',
];

/** Why a namespace can be nobody's; undefined when it can. */
export function describeReserved(
  namespace: string,
  { config }: ManagedCluster,
): string | undefined {
  const ofMesh = [
    config?.rootNamespace,
    config?.gateways.internal?.namespace,
    config?.gateways.public?.namespace,
  ];
  return [...reserved, ...ofMesh].includes(namespace)
    ? 'it belongs to the cluster itself'
    : undefined;
}
