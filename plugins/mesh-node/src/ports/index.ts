export * from './ClusterCredentials';
export * from './ClusterCustody';
export * from './ClusterProvisioner';
export * from './DnsZone';
export * from './MeshCluster';
export * from './TrafficSource';
