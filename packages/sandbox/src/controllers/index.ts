export { clusterBaseline, seedCluster } from './baseline';
export { startControllers } from './startControllers';
export type { Controllers } from './startControllers';
