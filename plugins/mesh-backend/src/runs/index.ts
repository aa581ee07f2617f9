export { type ExecutionOutcome, RunEngine } from './RunEngine';
export { RunWorker } from './RunWorker';
export { systemClock } from './systemClock';
export type * from './types';
export { ClusterRunPlanner } from './ClusterRunPlanner';
export { findProvisioner, type Provisioners } from './findProvisioner';
export { planCluster, type Reach } from './planCluster';
export { toPreviewedSteps } from './previewedSteps';
export { ProvisionerStepDriver } from './ProvisionerStepDriver';
