export { clusterBaseline, REVISION, seedCluster } from './baseline';
export type { CallListener, CountedCall, Resolver } from './probes';
export { startControllers } from './startControllers';
export type { Controllers } from './startControllers';
