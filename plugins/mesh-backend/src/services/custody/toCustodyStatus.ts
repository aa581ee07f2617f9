import type { ClusterCustodyStatus } from '@meshwright/plugin-mesh-common';
import type { PassSummary, StoredCustody } from '../../database';

/** Who manages a cluster, as far as is known here. */
export function toCustodyStatus(options: {
  instance: string;
  custody?: StoredCustody;
  pass?: PassSummary;
}): ClusterCustodyStatus {
  const { instance, custody, pass } = options;
  const { managedBy } = pass ?? {};
  if (!custody) {
    return { state: 'managed', instance, ...(managedBy && { managedBy }) };
  }
  const { state, by, at, reason, leftovers } = custody;
  return {
    ...{ state, instance, by, at, reason },
    ...(managedBy && state === 'managed' && { managedBy }),
    ...(leftovers && { leftovers }),
  };
}
