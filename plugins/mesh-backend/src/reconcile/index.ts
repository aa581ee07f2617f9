export { buildCurrentModel, type PassModel } from './buildPassModel';
export { ClusterReconciler } from './ClusterReconciler';
export {
  count,
  listFormerRecords,
  listHeldRecords,
  planRemoval,
  readWorld,
  splitFormer,
} from './custody';
export { followHints } from './followHints';
export { followLeases } from './followLeases';
export type { ClusterList, ManagedCluster } from './ManagedCluster';
export { LEASE_MS, PassRunner } from './PassRunner';
export { PassTrigger } from './PassTrigger';
export { CONFIGURATION_KEY } from './planPass';
export { readMeshInput } from './readMeshInput';
export { RecentWrites } from './RecentWrites';
export { schedulePasses } from './schedulePasses';
