import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { ClusterCredentials } from './ports/ClusterCredentials';
import type { ClusterProvisioner } from './ports/ClusterProvisioner';
import type { DnsZone } from './ports/DnsZone';
import type { MeshCluster } from './ports/MeshCluster';
import type { TrafficSource } from './ports/TrafficSource';

/**
 * Makes the DNS zone of a cluster from the `dns` block of its configuration.
 *
 * @public
 */
export interface DnsZoneFactory {
  /** Value of `mesh.clusters[].dns.type`, for example `azure-private-dns`. */
  readonly type: string;
  /** Makes the zone of one cluster; talks to nobody yet. */
  create(options: { cluster: string; config: Config }): DnsZone;
}

/**
 * Makes the source of traffic evidence of a cluster from the `prometheus`
 * block of its configuration.
 *
 * @public
 */
export interface TrafficSourceFactory {
  /** Value of `mesh.clusters[].prometheus.type`, for example `azure-monitor`. */
  readonly type: string;
  /** Makes the source of one cluster; talks to nobody yet. */
  create(options: { cluster: string; config: Config }): TrafficSource;
}

/** Where modules register how clusters are reached. @public */
export interface MeshClustersExtensionPoint {
  /** Adds a type of credentials. */
  addCredentials(credentials: ClusterCredentials): void;

  /**
   * Takes a cluster that is ready to be used, instead of making one of the
   * credentials of the configured cluster of that name.
   */
  addCluster(cluster: MeshCluster, options?: { traffic?: TrafficSource }): void;
}

/** Where modules register sources of traffic evidence. @public */
export interface MeshTrafficExtensionPoint {
  /** Adds a type of source. */
  addTrafficSourceFactory(factory: TrafficSourceFactory): void;
}

/** See {@link MeshTrafficExtensionPoint}. @public */
export const meshTrafficExtensionPoint =
  createExtensionPoint<MeshTrafficExtensionPoint>({ id: 'mesh.traffic' });

/** See {@link MeshClustersExtensionPoint}. @public */
export const meshClustersExtensionPoint =
  createExtensionPoint<MeshClustersExtensionPoint>({ id: 'mesh.clusters' });

/** Where modules register DNS providers. @public */
export interface MeshDnsExtensionPoint {
  /** Adds a type of zone. */
  addDnsZoneFactory(factory: DnsZoneFactory): void;
}

/** See {@link MeshDnsExtensionPoint}. @public */
export const meshDnsExtensionPoint =
  createExtensionPoint<MeshDnsExtensionPoint>({ id: 'mesh.dns' });

/** Where modules register clouds in which clusters can be made. @public */
export interface MeshProvisionersExtensionPoint {
  /** Adds a cloud. */
  addProvisioner(provisioner: ClusterProvisioner): void;
}

/** See {@link MeshProvisionersExtensionPoint}. @public */
export const meshProvisionersExtensionPoint =
  createExtensionPoint<MeshProvisionersExtensionPoint>({
    id: 'mesh.provisioners',
  });
