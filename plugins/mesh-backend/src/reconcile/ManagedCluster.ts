import type { ClusterConfig } from '@meshwright/plugin-mesh-common';
import type {
  DnsZone,
  MeshCluster,
  TrafficSource,
} from '@meshwright/plugin-mesh-node';

/** A configured cluster, with what it is reached through. */
export type ManagedCluster = {
  name: string;
  environment: string;
  /** Undefined when the configuration is not usable. */
  config?: ClusterConfig;
  /** Undefined when nothing knows how to reach it: see `problem`. */
  cluster?: MeshCluster;
  zone?: DnsZone;
  traffic?: TrafficSource;
  /** Why it is not managed; for a person. */
  problem?: string;
};
