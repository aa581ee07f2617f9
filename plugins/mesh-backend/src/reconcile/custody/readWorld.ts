import {
  type ClusterSnapshot,
  type DnsRecordSet,
  isOwnedRecord,
} from '@meshwright/plugin-mesh-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { MeshConfig } from '../../config';
import type { ManagedCluster } from '../ManagedCluster';
import { readRecords } from '../observeCluster';

/** What an uninstallation finds. */
export type World = {
  snapshot: ClusterSnapshot;
  /** Of ours and others; undefined when they cannot be told apart or read. */
  records?: DnsRecordSet[];
  /** Why records of ours stay for now; absent when none has to. */
  zoneGap?: string;
};

/** Reads the cluster, and its zone where that is this cluster's alone. */
export async function readWorld(options: {
  managed: ManagedCluster;
  config: MeshConfig;
  signal: AbortSignal;
}): Promise<World> {
  const { managed, config, signal } = options;
  if (!managed.cluster) {
    throw new ServiceUnavailableError(
      managed.problem ?? `Nothing knows how to reach '${managed.name}'`,
    );
  }
  const snapshot = await managed.cluster.list({ signal });
  if (isZoneShared(managed, config)) {
    return { snapshot };
  }
  const { value, gap } = await readRecords(managed, signal);
  return {
    snapshot,
    records: value,
    ...(gap !== undefined && {
      zoneGap: `The private zone does not answer, and records of ours stay until it does: ${gap}`,
    }),
  };
}

/** Records do not say of which cluster they are. */
export function isZoneShared(
  { name, zone }: ManagedCluster,
  { clusters }: Pick<MeshConfig, 'clusters'>,
): boolean {
  return clusters.some(
    ({ cluster, name: other }) =>
      zone !== undefined && other !== name && cluster?.dnsZone === zone.zone,
  );
}

/** Records of an installation. */
export function listHeldRecords(
  { records = [] }: Pick<World, 'records'>,
  instance: string,
): DnsRecordSet[] {
  return records.filter(record => isOwnedRecord(record, instance));
}
