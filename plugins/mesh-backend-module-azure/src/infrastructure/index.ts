export { buildClusterSettings } from './buildClusterSettings';
export { buildProvisionPlan } from './buildProvisionPlan';
export { buildRetirePlan } from './buildRetirePlan';
export { compareBodies, type CompareOptions } from './compare/compareBodies';
export { mergeBodies } from './compare/mergeBodies';
export { hasCluster } from './hasCluster';
export {
  createObserved,
  type ListingKey,
  type ObservedInfrastructure,
} from './observed';
export {
  listProbes,
  listResourceIds,
  type ListProbe,
  type ObjectProbe,
  type ResourceProbe,
} from './probes';
