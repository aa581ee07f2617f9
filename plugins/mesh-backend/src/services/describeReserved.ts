import { isReservedNamespace } from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from '../reconcile';

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
  return isReservedNamespace(namespace) || ofMesh.includes(namespace)
    ? 'it belongs to the cluster itself'
    : undefined;
}
