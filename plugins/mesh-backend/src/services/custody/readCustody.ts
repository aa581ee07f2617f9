import { NotImplementedError } from '@backstage/errors';
import type { ClusterCustodyResponse } from '@meshwright/plugin-mesh-common';
import type { ClusterCustody } from '@meshwright/plugin-mesh-node';
import type { ManagedCluster } from '../../reconcile';
import type { ServiceContext } from '../ServiceContext';
import { toCustodyStatus } from './toCustodyStatus';

/** Who manages a cluster, and what the last pass came to. */
export async function readCustody(
  { stores, config }: ServiceContext,
  cluster: string,
): Promise<ClusterCustodyResponse> {
  const [custody, pass] = await Promise.all([
    stores.custody.get(cluster),
    stores.passes.getSummary(cluster),
  ]);
  const { instance } = config;
  return {
    cluster,
    ...toCustodyStatus({ instance, custody, pass }),
    ...(pass && {
      pass: {
        ...{ state: pass.state, message: pass.message },
        ...{ finishedAt: pass.finishedAt },
        ...{ changes: pass.changes, failed: pass.failed },
      },
    }),
  };
}

/** What changes who manages a cluster, or why nothing can. */
export function requirePort({
  cluster,
  name,
  problem,
}: ManagedCluster): ClusterCustody {
  if (!cluster?.custody) {
    throw new NotImplementedError(
      problem ??
        `What cluster '${name}' is reached through can neither take it over nor give it up`,
    );
  }
  return cluster.custody;
}
