export {
  buildMatrix,
  type CallerKind,
  type Matrix,
  type MatrixEdge,
  type OpenPort,
} from './buildMatrix';
export { checkLayers, type LayerDisagreement } from './checkLayers';
export { createWorkloadViews } from './createWorkloadViews';
export { diffAccess, type AccessDiff, type AccessSide } from './diffAccess';
export type { LimitedAccess, ReachedOperation } from './listOperations';
export {
  provePlan,
  type Counterexample,
  type PlanProof,
  type ProofOptions,
} from './provePlan';
export { readPortProtocol } from './readPortProtocol';
export type { ViewPort, ViewProtocol, WorkloadView } from './workloadView';
