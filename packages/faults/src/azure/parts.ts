// What is inside of plugins is exported to nobody, and a campaign needs it
// without a whole backend around each of its thousands of runs.
/* eslint-disable @backstage/no-relative-monorepo-imports, no-restricted-imports */
export {
  ClusterRunPlanner,
  planCluster,
  ProvisionerStepDriver,
  RunEngine,
} from '../../../../plugins/mesh-backend/src/runs';
export type { Clock } from '../../../../plugins/mesh-backend/src/runs';
export { KubernetesStepDriver } from '../../../../plugins/mesh-backend/src/clusters';
export {
  createObjectReader,
  KubernetesConnection,
} from '../../../../plugins/mesh-backend/src/clusters';
export { VerifyDriver } from '../../../../plugins/mesh-backend/src/verify';
export { MeshDatabase } from '../../../../plugins/mesh-backend/src/database';
export type { StoredRun } from '../../../../plugins/mesh-backend/src/database';
export { AzureClients } from '../../../../plugins/mesh-backend-module-azure/src/client/AzureClients';
export { AzureClusterProvisioner } from '../../../../plugins/mesh-backend-module-azure/src/provisioner/AzureClusterProvisioner';
export { createInProcessClient } from '../../../../plugins/mesh-backend-module-azure/src/__testUtils__/createInProcessClient';
