// What is inside of plugins is exported to nobody, and what is measured here
// is the parts of the backend without Backstage around them.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export { createMeshInput } from '../../../benchmarks/src/generate/createMeshInput';
export { MAIN_CLUSTER } from '../../../benchmarks/src/generate/blueprints';
export { StreamingCatalogReader } from '../../../../plugins/mesh-backend/src/catalog';
export { ClusterRegistry } from '../../../../plugins/mesh-backend/src/ClusterRegistry';
export {
  collectionPath,
  EMITTED_KINDS,
  objectPath,
} from '../../../../plugins/mesh-backend/src/clusters/kinds';
export type { KindPath } from '../../../../plugins/mesh-backend/src/clusters/kinds';
export { readMeshConfig } from '../../../../plugins/mesh-backend/src/config';
export { Extensions } from '../../../../plugins/mesh-backend/src/createClusters';
export { MeshDatabase } from '../../../../plugins/mesh-backend/src/database';
export type { LeaseStore } from '../../../../plugins/mesh-backend/src/database';
export { mapLimited } from '../../../../plugins/mesh-backend/src/reconcile/mapLimited';
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
