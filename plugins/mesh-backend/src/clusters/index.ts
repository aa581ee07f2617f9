export { KubeconfigCredentials } from './KubeconfigCredentials';
export {
  type CredentialsSource,
  KubernetesConnection,
} from './KubernetesConnection';
export { KubernetesMeshCluster } from './KubernetesMeshCluster';
export { KubernetesStepDriver } from './KubernetesStepDriver';
