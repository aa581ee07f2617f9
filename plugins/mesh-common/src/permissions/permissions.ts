import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a mesh workload's entity in permission rules. @public */
export const RESOURCE_TYPE_MESH_ENTITY = 'mesh-entity';

/** Read status, ask questions, preview. @public */
export const meshStatusReadPermission = createPermission({
  name: 'mesh.status.read',
  attributes: { action: 'read' },
});

/** Export the whole input of the compiler. @public */
export const meshInputReadPermission = createPermission({
  name: 'mesh.input.read',
  attributes: { action: 'read' },
});

/** Approve or decline a request to a service. @public */
export const meshRequestDecidePermission = createPermission({
  name: 'mesh.request.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_MESH_ENTITY,
});

/** Register a new service of one's own team in an unclaimed namespace. @public */
export const meshServiceRegisterPermission = createPermission({
  name: 'mesh.service.register',
  attributes: { action: 'create' },
});

/** Bind a namespace or a host to an owner. @public */
export const meshBindingCreatePermission = createPermission({
  name: 'mesh.binding.create',
  attributes: { action: 'create' },
});

/** Adopt an existing namespace. @public */
export const meshNamespaceAdoptPermission = createPermission({
  name: 'mesh.namespace.adopt',
  attributes: { action: 'update' },
});

/** Confirm that a gone entity's objects may be withdrawn. @public */
export const meshRetiringConfirmPermission = createPermission({
  name: 'mesh.retiring.confirm',
  attributes: { action: 'delete' },
});

/** Start a pass now. @public */
export const meshClusterReconcilePermission = createPermission({
  name: 'mesh.cluster.reconcile',
  attributes: { action: 'update' },
});

/** See plans and runs of clusters, preview and export them. @public */
export const meshClusterReadPermission = createPermission({
  name: 'mesh.cluster.read',
  attributes: { action: 'read' },
});

/** Make, change or adopt a cluster, and cancel that. @public */
export const meshClusterProvisionPermission = createPermission({
  name: 'mesh.cluster.provision',
  attributes: { action: 'create' },
});

/** Verify a cluster with probes of one's own. @public */
export const meshClusterVerifyPermission = createPermission({
  name: 'mesh.cluster.verify',
  attributes: { action: 'update' },
});

/** Take a cluster down. @public */
export const meshClusterRetirePermission = createPermission({
  name: 'mesh.cluster.retire',
  attributes: { action: 'delete' },
});

/** Take a cluster over from another installation. @public */
export const meshClusterTakeOverPermission = createPermission({
  name: 'mesh.cluster.takeover',
  attributes: { action: 'update' },
});

/** Uninstall the product from a cluster, and have it managed again. @public */
export const meshClusterUninstallPermission = createPermission({
  name: 'mesh.cluster.uninstall',
  attributes: { action: 'delete' },
});

/** All permissions of the plugin. @public */
export const meshPermissions = [
  meshStatusReadPermission,
  meshInputReadPermission,
  meshRequestDecidePermission,
  meshServiceRegisterPermission,
  meshBindingCreatePermission,
  meshNamespaceAdoptPermission,
  meshRetiringConfirmPermission,
  meshClusterReconcilePermission,
  meshClusterReadPermission,
  meshClusterProvisionPermission,
  meshClusterVerifyPermission,
  meshClusterRetirePermission,
  meshClusterTakeOverPermission,
  meshClusterUninstallPermission,
];
