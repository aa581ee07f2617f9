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
 * Signs in to the Prometheus API that shows the traffic of a cluster.
 *
 * @public
 */
export interface TrafficCredentials {
  /** Value of `mesh.clusters[].prometheus.type`, for example `azure-monitor`. */
  readonly type: string;
  /**
   * Headers of the next request. They are secret: they are sent over TLS or
   * to this machine, never kept and never shown. Called for each request, so
   * whoever implements it keeps what is still valid. Throws an error for a
   * person.
   */
  getHeaders(options: {
    cluster: string;
    /** The block `prometheus` of the cluster. */
    config: Config;
    signal?: AbortSignal;
  }): Promise<Record<string, string>>;
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

/** Where modules register how traffic evidence is reached. @public */
export interface MeshTrafficExtensionPoint {
  /** Adds a type of credentials. */
  addTrafficCredentials(credentials: TrafficCredentials): void;
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
