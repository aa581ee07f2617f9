import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type {
  ClusterCustodyResponse,
  ExportClusterRequest,
  ExportClusterResponse,
  MeshRun,
  PreviewClusterRequest,
  ProvisionPlan,
  RunEventsResponse,
  StartRunRequest,
  TakeOverPreview,
  TakeOverRequest,
  UninstallMode,
  UninstallPreview,
  UninstallRequest,
} from '@meshwright/plugin-mesh-common';
import type { RequestOptions } from './MeshBackendClient';
import { RefusedError } from './RefusedError';

/** Below what a proxy or a dead connection would make it wait. */
const TIMEOUT_MS = 60_000;

/** Asks the mesh backend about clusters and their runs, as that person. */
export class ClusterRunsClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new ClusterRunsClient(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  async previewCluster(
    request: PreviewClusterRequest,
    options: RequestOptions,
  ): Promise<ProvisionPlan> {
    return this.#post('/clusters/preview', request, options);
  }

  async exportCluster(
    request: ExportClusterRequest,
    options: RequestOptions,
  ): Promise<ExportClusterResponse> {
    return this.#post('/clusters/export', request, options);
  }

  /** The same run for the same key, however often it is asked. */
  async startRun(
    request: StartRunRequest,
    options: RequestOptions,
  ): Promise<MeshRun> {
    return this.#post('/runs', request, options);
  }

  async getRun(id: string, options: RequestOptions): Promise<MeshRun> {
    return this.#get(runPath(id), options);
  }

  async listEvents(
    request: { id: string; after: number },
    options: RequestOptions,
  ): Promise<RunEventsResponse> {
    const { id, after } = request;
    return this.#get(`${runPath(id)}/events?after=${after}`, options);
  }

  async cancelRun(id: string, options: RequestOptions): Promise<MeshRun> {
    return this.#post(`${runPath(id)}/cancel`, {}, options);
  }

  async resumeRun(id: string, options: RequestOptions): Promise<MeshRun> {
    return this.#post(`${runPath(id)}/resume`, {}, options);
  }

  async getCustody(
    cluster: string,
    options: RequestOptions,
  ): Promise<ClusterCustodyResponse> {
    return this.#get(`${clusterPath(cluster)}/custody`, options);
  }

  async previewUninstall(
    request: { cluster: string; mode: UninstallMode },
    options: RequestOptions,
  ): Promise<UninstallPreview> {
    const { cluster, mode } = request;
    return this.#get(`${clusterPath(cluster)}/uninstall?mode=${mode}`, options);
  }

  async uninstall(
    request: { cluster: string } & UninstallRequest,
    options: RequestOptions,
  ): Promise<ClusterCustodyResponse> {
    const { cluster, ...body } = request;
    return this.#post(`${clusterPath(cluster)}/uninstall`, body, options);
  }

  async manage(
    request: { cluster: string; reason: string },
    options: RequestOptions,
  ): Promise<ClusterCustodyResponse> {
    const { cluster, ...body } = request;
    return this.#post(`${clusterPath(cluster)}/manage`, body, options);
  }

  async previewTakeOver(
    cluster: string,
    options: RequestOptions,
  ): Promise<TakeOverPreview> {
    return this.#get(`${clusterPath(cluster)}/take-over`, options);
  }

  async takeOver(
    request: { cluster: string } & TakeOverRequest,
    options: RequestOptions,
  ): Promise<ClusterCustodyResponse> {
    const { cluster, ...body } = request;
    return this.#post(`${clusterPath(cluster)}/take-over`, body, options);
  }

  async #get<T>(path: string, options: RequestOptions): Promise<T> {
    return this.#send(path, { method: 'GET' }, options);
  }

  async #post<T>(
    path: string,
    body: object,
    options: RequestOptions,
  ): Promise<T> {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return this.#send(path, init, options);
  }

  async #send<T>(
    path: string,
    init: { method: string; body?: string },
    options: RequestOptions,
  ): Promise<T> {
    const baseUrl = await this.#discovery.getBaseUrl('mesh');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'mesh',
    });
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(`${baseUrl}/v1${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      signal: options.signal
        ? AbortSignal.any([options.signal, timeout])
        : timeout,
    });
    if (!response.ok) {
      throw await RefusedError.fromResponse(response);
    }
    return response.json();
  }
}

function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

function clusterPath(name: string): string {
  return `/clusters/${encodeURIComponent(name)}`;
}
