export {
  ArmFaults,
  type ArmFault,
  type ArmFaultHit,
  type ArmFaultKind,
} from './ArmFaults';
export type { JournalEntry } from './core/Journal';
export type { Resource } from './core/Resource';
export type { ArmAnswer, ArmRequest } from './core/wire';
export type { ClusterHost } from './core/World';
export { type ArmCore, type ArmCoreOptions, createArm } from './createArm';
export type { IdentityEndpoint } from './createIdentityRouter';
export { defaultFacts, type Facts } from './facts/Facts';
export type { ArmCluster } from './seed';
export * from './startArm';
