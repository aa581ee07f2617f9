import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  AdoptRequest,
  AskRequest,
  AskResponse,
  BindRequest,
  ConfirmRetiringRequest,
  DecideRequest,
  EntityStatusResponse,
  OverviewResponse,
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
}

/**
 * {@link @backstage/frontend-plugin-api#ApiRef} for the {@link MeshApi}.
 *
 * @public
 */
export const meshApiRef = createApiRef<MeshApi>({ id: 'plugin.mesh' });
