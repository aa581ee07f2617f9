export { AuthorizedMeshService } from './AuthorizedMeshService';
export { isBound } from './buildOverview';
export { createAuditedMeshService } from './createAuditedMeshService';
export { createDefaultMeshService } from './createDefaultMeshService';
export type { CallOptions, MeshService } from './MeshService';
export type { ServiceContext } from './ServiceContext';
