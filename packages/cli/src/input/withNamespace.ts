import type { MeshObject } from '@meshwright/plugin-mesh-common';

const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'APIService',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'RuntimeClass',
  'GatewayClass',
  'CSIDriver',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
]);

/** The object in the namespace that it would be applied to. */
export function withNamespace(
  object: MeshObject,
  namespace: string,
): MeshObject {
  const { kind, metadata } = object;
  return metadata.namespace || CLUSTER_SCOPED.has(kind)
    ? object
    : { ...object, metadata: { ...metadata, namespace } };
}
