import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterSnapshot } from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from '../reconcile';

/** What is in a cluster now. */
export async function readSnapshot(
  managed: ManagedCluster,
): Promise<ClusterSnapshot> {
  if (!managed.cluster) {
    throw new ServiceUnavailableError(
      managed.problem ?? `Nothing knows how to reach '${managed.name}'`,
    );
  }
  return managed.cluster.list();
}
