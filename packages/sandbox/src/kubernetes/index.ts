export { FaultBook, faultError } from './faults';
export type { Fault, FaultMatch, Faults } from './faults';
export { kubeconfigFor, startKubernetesApi } from './startKubernetesApi';
export type {
  KubernetesApi,
  KubernetesApiOptions,
  SeedObject,
} from './startKubernetesApi';
