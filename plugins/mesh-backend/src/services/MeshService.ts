import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type {
  AdoptRequest,
  Approval,
  AskRequest,
  AskResponse,
  Binding,
  BindRequest,
  ClustersResponse,
  ConfirmRetiringRequest,
  DecideRequest,
  EntityStatusResponse,
  MeshInput,
  NamespaceStage,
  OverviewResponse,
  PreviewRequest,
  PreviewResponse,
  RegisterServiceRequest,
} from '@meshwright/plugin-mesh-common';
import type { StatusText } from '../database';

/** On whose behalf something is asked for. */
export type CallOptions = {
  credentials: BackstageCredentials;
  /** The HTTP request that asks, where there is one; for the audit. */
  request?: Request;
};

/**
 * An `EntityStatusResponse` whose status is still the JSON text that is stored:
 * it takes tens of kilobytes, and nobody here needs to look into it.
 */
export type StatusAnswer = Omit<EntityStatusResponse, 'status'> & {
  status: StatusText;
};

/** Everything that the HTTP API can ask for. */
export interface MeshService {
  listClusters(options: CallOptions): Promise<ClustersResponse>;
  getOverview(options: CallOptions): Promise<OverviewResponse>;
  getStatus(
    request: { entityRef: string },
    options: CallOptions,
  ): Promise<StatusAnswer>;
  ask(request: AskRequest, options: CallOptions): Promise<AskResponse>;
  preview(
    request: PreviewRequest,
    options: CallOptions,
  ): Promise<PreviewResponse>;
  getInput(options: CallOptions): Promise<MeshInput>;
  decide(request: DecideRequest, options: CallOptions): Promise<Approval>;
  bind(request: BindRequest, options: CallOptions): Promise<Binding>;
  registerService(
    request: RegisterServiceRequest,
    options: CallOptions,
  ): Promise<Binding>;
  adopt(request: AdoptRequest, options: CallOptions): Promise<NamespaceStage>;
  confirmRetiring(
    request: ConfirmRetiringRequest,
    options: CallOptions,
  ): Promise<void>;
  reconcileNow(
    request: { cluster: string },
    options: CallOptions,
  ): Promise<void>;
}
