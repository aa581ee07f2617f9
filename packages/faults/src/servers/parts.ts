// What is inside of plugins is exported to nobody, and what is measured here
// is the parts of the backend without Backstage around them.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export { createMeshInput } from '../../../benchmarks/src/generate/createMeshInput';
export { MAIN_CLUSTER } from '../../../benchmarks/src/generate/blueprints';
export {
  collectionPath,
  EMITTED_KINDS,
  objectPath,
} from '../../../../plugins/mesh-backend/src/clusters/kinds';
export type { KindPath } from '../../../../plugins/mesh-backend/src/clusters/kinds';
export { mapLimited } from '../../../../plugins/mesh-backend/src/reconcile/mapLimited';
export { MeshDatabase, readMeshConfig } from '../backend/parts';
export type { LeaseStore } from '../backend/parts';
