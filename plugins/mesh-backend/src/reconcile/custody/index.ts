export { adoptObjects } from './adoptObjects';
export { count } from './count';
export { leaveCluster } from './leaveCluster';
export { splitFormer } from './listLeftovers';
export { listFormerRecords } from './listFormerRecords';
export { listHeldRecords, readWorld } from './readWorld';
export { planRemoval } from './removeObjects';
export type { UninstallOutcome } from './uninstallCluster';
