import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_MESH_ENTITY } from '@meshwright/plugin-mesh-common';

/** What rules know of a service. */
export type MeshEntityResource = {
  entityRef: string;
  /** Who the entity says owns it. */
  claimedOwner?: string;
  /** The same, when a binding confirms it in every place it runs in. */
  owner?: string;
};

/** Rules are only ever applied to one resource at a time. */
export type MeshEntityQuery = {
  field: keyof MeshEntityResource;
  anyOf: string[];
};

export const meshEntityResourceRef = createPermissionResourceRef<
  MeshEntityResource,
  MeshEntityQuery
>().with({ pluginId: 'mesh', resourceType: RESOURCE_TYPE_MESH_ENTITY });
