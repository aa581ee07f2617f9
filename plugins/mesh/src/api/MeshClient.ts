import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { FetchApi } from '@backstage/frontend-plugin-api';
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
