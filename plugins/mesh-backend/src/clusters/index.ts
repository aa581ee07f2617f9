export { KubeconfigCredentials } from './KubeconfigCredentials';
export { KubernetesMeshCluster } from './KubernetesMeshCluster';
