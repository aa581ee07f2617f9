import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  AdoptRequest,
  AskRequest,
  AskResponse,
  BindRequest,
  ClustersResponse,
  ConfirmRetiringRequest,
  DecideRequest,
  EntityStatusResponse,
  MeshRun,
  OverviewResponse,
  PreviewClusterRequest,
  ProvisionPlan,
  RunEventsResponse,
  RunsResponse,
  TakeOverPreview,
  UninstallMode,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';

/**
 * What the mesh screens need from the backend.
 *
 * @public
 */
export interface MeshApi {
  /** The status of one entity, by its full reference. */
  getStatus(entityRef: string): Promise<EntityStatusResponse>;
  /** Clusters, namespaces, bindings, requests, and what is retiring. */
  getOverview(): Promise<OverviewResponse>;
  /** Whether a call may happen, and why. */
  ask(request: AskRequest): Promise<AskResponse>;
  /** Approves or declines a request. */
  decide(request: DecideRequest): Promise<void>;
  /** Gives a namespace or a host to an owner. */
  bind(request: BindRequest): Promise<void>;
  /** Puts an existing namespace under enforcement. */
  adopt(request: AdoptRequest): Promise<void>;
  /** Ends the grace period of an entity that is gone. */
  confirmRetiring(request: ConfirmRetiringRequest): Promise<void>;
  /** Starts a pass over a cluster. */
  reconcileNow(cluster: string): Promise<void>;
  /** What uninstalling the product from a cluster would do. */
  previewUninstall(request: {
    cluster: string;
    mode: UninstallMode;
  }): Promise<UninstallPreview>;
  /** What taking a cluster over would change. */
  previewTakeOver(cluster: string): Promise<TakeOverPreview>;
  /** Ends or undoes an uninstallation. */
  manageCluster(request: { cluster: string; reason: string }): Promise<void>;
  /** Lets go what former installations left in a cluster. */
  withdrawLeftovers(request: {
    cluster: string;
    reason: string;
  }): Promise<void>;
  /** Clusters as they are configured or were provisioned. */
  getClusters(): Promise<ClustersResponse>;
  /** What a run would do; writes nothing. */
  previewCluster(request: PreviewClusterRequest): Promise<ProvisionPlan>;
  /** Runs over clusters, newest first. */
  getRuns(): Promise<RunsResponse>;
  /** One run with all its steps. */
  getRun(id: string): Promise<MeshRun>;
  /** Lines of a run's progress after a sequence number. */
  getRunEvents(id: string, after: number): Promise<RunEventsResponse>;
  /** Stops a run cleanly. */
  cancelRun(id: string): Promise<MeshRun>;
  /** Goes on with a run that failed. */
  resumeRun(id: string): Promise<MeshRun>;
}

/**
 * {@link @backstage/frontend-plugin-api#ApiRef} for the {@link MeshApi}.
 *
 * @public
 */
export const meshApiRef = createApiRef<MeshApi>({ id: 'plugin.mesh' });
