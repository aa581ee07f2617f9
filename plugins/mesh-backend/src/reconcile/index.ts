export { buildCurrentModel, type PassModel } from './buildPassModel';
export { ClusterReconciler } from './ClusterReconciler';
export { followHints } from './followHints';
export type { ManagedCluster } from './ManagedCluster';
export { PassTrigger, taskIdOf } from './PassTrigger';
export { CONFIGURATION_KEY } from './planPass';
export { readMeshInput } from './readMeshInput';
export { RecentWrites } from './RecentWrites';
export { schedulePasses } from './schedulePasses';
