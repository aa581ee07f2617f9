import type {
  ExportClusterRequest,
  ExportClusterResponse,
  MeshRun,
  PreviewClusterRequest,
  ProvisionPlan,
  RunEventsResponse,
  RunsResponse,
  StartRunRequest,
} from '@meshwright/plugin-mesh-common';
import type { CallOptions } from './MeshService';

/** What the HTTP API can ask for about making and checking clusters. */
export interface RunService {
  previewCluster(
    request: PreviewClusterRequest,
    options: CallOptions,
  ): Promise<ProvisionPlan>;
  exportCluster(
    request: ExportClusterRequest,
    options: CallOptions,
  ): Promise<ExportClusterResponse>;
  /** `isNew` is false for a key that was used before. */
  startRun(
    request: StartRunRequest,
    options: CallOptions,
  ): Promise<{ run: MeshRun; isNew: boolean }>;
  listRuns(
    request: { cluster?: string },
    options: CallOptions,
  ): Promise<RunsResponse>;
  getRun(request: { id: string }, options: CallOptions): Promise<MeshRun>;
  listEvents(
    request: { id: string; after: number },
    options: CallOptions,
  ): Promise<RunEventsResponse>;
  cancelRun(request: { id: string }, options: CallOptions): Promise<MeshRun>;
  resumeRun(request: { id: string }, options: CallOptions): Promise<MeshRun>;
}
