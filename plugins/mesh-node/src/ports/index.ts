export * from './ClusterCredentials';
export * from './ClusterProvisioner';
export * from './DnsZone';
export * from './MeshCluster';
export * from './TrafficSource';
