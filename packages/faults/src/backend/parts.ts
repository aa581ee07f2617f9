// What is inside of plugins is exported to nobody, and what is tried here is
// the parts of the backend without Backstage around them.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export { StreamingCatalogReader } from '../../../../plugins/mesh-backend/src/catalog';
export { ClusterRegistry } from '../../../../plugins/mesh-backend/src/ClusterRegistry';
export { readMeshConfig } from '../../../../plugins/mesh-backend/src/config';
export { Extensions } from '../../../../plugins/mesh-backend/src/createClusters';
export { MeshDatabase } from '../../../../plugins/mesh-backend/src/database';
export type { LeaseStore } from '../../../../plugins/mesh-backend/src/database';
export { createRouter } from '../../../../plugins/mesh-backend/src/router';
export {
  AuthorizedMeshService,
  createDefaultMeshService,
} from '../../../../plugins/mesh-backend/src/services';
export type {
  CustodyService,
  RunService,
} from '../../../../plugins/mesh-backend/src/services';
export { startReconciling } from '../../../../plugins/mesh-backend/src/startReconciling';
