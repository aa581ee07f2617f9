export { ArmFaults, type ArmFault } from './ArmFaults';
export type { ArmCluster } from './createClustersRouter';
export type { IdentityEndpoint } from './createIdentityRouter';
export * from './startArm';
