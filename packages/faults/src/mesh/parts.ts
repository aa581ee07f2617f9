// What is inside of the plugin is exported to nobody, and a campaign needs it
// without a whole backend around each of its replicas.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export type {
  CatalogListing,
  CatalogReader,
} from '../../../../plugins/mesh-backend/src/catalog';
export { KubernetesMeshCluster } from '../../../../plugins/mesh-backend/src/clusters';
export type { MeshConfig } from '../../../../plugins/mesh-backend/src/config';
export { MeshDatabase } from '../../../../plugins/mesh-backend/src/database';
export type { StoredPass } from '../../../../plugins/mesh-backend/src/database';
export {
  buildCurrentModel,
  ClusterReconciler,
  type ManagedCluster,
  PassRunner,
  PassTrigger,
  RecentWrites,
  schedulePasses,
} from '../../../../plugins/mesh-backend/src/reconcile';
