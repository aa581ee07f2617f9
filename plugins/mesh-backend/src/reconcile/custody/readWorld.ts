import {
  type ClusterSnapshot,
  type DnsRecordSet,
  isRecordOf,
  type RecordOwner,
} from '@meshwright/plugin-mesh-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ManagedCluster } from '../ManagedCluster';
import { readRecords } from '../observeCluster';

/** What an uninstallation finds. */
export type World = {
  snapshot: ClusterSnapshot;
  /** Of ours and others; undefined when there are none or it is not known. */
  records?: DnsRecordSet[];
  /** Why records of ours stay for now; absent when none has to. */
  zoneGap?: string;
};

/** Reads the cluster and its zone. */
export async function readWorld(options: {
  managed: ManagedCluster;
  signal: AbortSignal;
}): Promise<World> {
  const { managed, signal } = options;
  if (!managed.cluster) {
    throw new ServiceUnavailableError(
      managed.problem ?? `Nothing knows how to reach '${managed.name}'`,
    );
  }
  const snapshot = await managed.cluster.list({ signal });
  const { value, gap } = await readRecords(managed, signal);
  return {
    snapshot,
    records: value,
    ...(gap !== undefined && {
      zoneGap: `The private zone does not answer, and records of ours stay until it does: ${gap}`,
    }),
  };
}

/** Records of an installation that are surely this cluster's. */
export function listHeldRecords(
  { records = [] }: Pick<World, 'records'>,
  owner: RecordOwner,
): DnsRecordSet[] {
  return records.filter(record => isRecordOf(record, owner));
}
