export * from './ClusterCredentials';
export * from './DnsZone';
export * from './MeshCluster';
export * from './TrafficSource';
