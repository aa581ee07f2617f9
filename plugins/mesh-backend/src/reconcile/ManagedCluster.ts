import type {
  ClusterConfig,
  ProvisionedCluster,
} from '@meshwright/plugin-mesh-common';
import type {
  DnsZone,
  MeshCluster,
  TrafficSource,
} from '@meshwright/plugin-mesh-node';

/** A cluster that is known, with what it is reached through. */
export type ManagedCluster = {
  name: string;
  environment: string;
  /** Undefined when the configuration is not usable. */
  config?: ClusterConfig;
  /** Undefined when nothing knows how to reach it: see `problem`. */
  cluster?: MeshCluster;
  zone?: DnsZone;
  traffic?: TrafficSource;
  /** Of a cluster that was made from a template. */
  lifecycle?: ProvisionedCluster['state'];
  /** Why passes only observe it, whoever manages it; for a person. */
  onlyObserved?: string;
  /** Why it is not managed; for a person. */
  problem?: string;
};

/** The clusters that are known now; more may come, and some may go. */
export interface ClusterList {
  list(): readonly ManagedCluster[];
  /** Calls back after each change of the list. */
  onChange(listener: (clusters: readonly ManagedCluster[]) => void): void;
}
