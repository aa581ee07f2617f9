import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { FetchApi } from '@backstage/frontend-plugin-api';
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
import type { MeshApi } from './MeshApi';

/** Talks to the mesh backend plugin. */
export class MeshClient implements MeshApi {
  readonly #fetchApi: FetchApi;

  constructor(options: { fetchApi: FetchApi }) {
    this.#fetchApi = options.fetchApi;
  }

  async getStatus(entityRef: string): Promise<EntityStatusResponse> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = [kind.toLocaleLowerCase('en-US'), namespace, name]
      .map(encodeURIComponent)
      .join('/');
    return this.#json(await this.#fetch(`/status/${path}`));
  }

  async getOverview(): Promise<OverviewResponse> {
    return this.#json(await this.#fetch('/overview'));
  }

  async ask(request: AskRequest): Promise<AskResponse> {
    return this.#json(await this.#post('/ask', request));
  }

  async decide(request: DecideRequest): Promise<void> {
    await this.#post('/approvals', request);
  }

  async bind(request: BindRequest): Promise<void> {
    await this.#post('/bindings', request);
  }

  async adopt(request: AdoptRequest): Promise<void> {
    await this.#post('/namespaces/adopt', request);
  }

  async confirmRetiring(request: ConfirmRetiringRequest): Promise<void> {
    await this.#post('/retiring/confirm', request);
  }

  async reconcileNow(cluster: string): Promise<void> {
    await this.#post(`/clusters/${encodeURIComponent(cluster)}/reconcile`, {});
  }

  async previewUninstall(request: {
    cluster: string;
    mode: UninstallMode;
  }): Promise<UninstallPreview> {
    const path = `${clusterPath(request.cluster)}/uninstall`;
    return this.#json(await this.#fetch(`${path}?mode=${request.mode}`));
  }

  async previewTakeOver(cluster: string): Promise<TakeOverPreview> {
    const path = `${clusterPath(cluster)}/take-over`;
    return this.#json(await this.#fetch(path));
  }

  async manageCluster(request: {
    cluster: string;
    reason: string;
  }): Promise<void> {
    const { cluster, reason } = request;
    await this.#post(`${clusterPath(cluster)}/manage`, { reason });
  }

  async withdrawLeftovers(request: {
    cluster: string;
    reason: string;
  }): Promise<void> {
    const { cluster, reason } = request;
    const path = `${clusterPath(cluster)}/leftovers/withdraw`;
    await this.#post(path, { reason });
  }

  async getClusters(): Promise<ClustersResponse> {
    return this.#json(await this.#fetch('/clusters'));
  }

  async previewCluster(request: PreviewClusterRequest): Promise<ProvisionPlan> {
    return this.#json(await this.#post('/clusters/preview', request));
  }

  async getRuns(): Promise<RunsResponse> {
    return this.#json(await this.#fetch('/runs'));
  }

  async getRun(id: string): Promise<MeshRun> {
    return this.#json(await this.#fetch(runPath(id), patient()));
  }

  async getRunEvents(id: string, after: number): Promise<RunEventsResponse> {
    const path = `${runPath(id)}/events?after=${after}`;
    return this.#json(await this.#fetch(path, patient()));
  }

  async cancelRun(id: string): Promise<MeshRun> {
    return this.#json(await this.#post(`${runPath(id)}/cancel`, {}));
  }

  async resumeRun(id: string): Promise<MeshRun> {
    return this.#json(await this.#post(`${runPath(id)}/resume`, {}));
  }

  #post(path: string, body: object): Promise<Response> {
    return this.#fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.#fetchApi.fetch(
      `plugin://mesh/v1${path}`,
      init,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }

  async #json<T>(response: Response): Promise<T> {
    return response.json();
  }
}

function clusterPath(name: string): string {
  return `/clusters/${encodeURIComponent(name)}`;
}

function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** Who watches a run is to hear soon that nobody answers. */
function patient(): RequestInit {
  return { signal: AbortSignal.timeout(10_000) };
}
