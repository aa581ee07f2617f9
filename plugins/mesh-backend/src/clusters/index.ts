export { KubeconfigCredentials } from './KubeconfigCredentials';
export {
  type CredentialsSource,
  KubernetesConnection,
} from './KubernetesConnection';
export { KubernetesMeshCluster } from './KubernetesMeshCluster';
export { createObjectReader } from './createObjectReader';
export { KubernetesStepDriver } from './KubernetesStepDriver';
