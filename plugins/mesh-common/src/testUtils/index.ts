export * from './arbitraryClusterSpec';
export * from './builders';
export * from './clusterSpec';
export * from './contracts';
