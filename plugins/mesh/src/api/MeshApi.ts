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
  getOverview(): Promise<OverviewResponse>;
  ask(request: AskRequest): Promise<AskResponse>;
  decide(request: DecideRequest): Promise<void>;
  bind(request: BindRequest): Promise<void>;
  adopt(request: AdoptRequest): Promise<void>;
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
