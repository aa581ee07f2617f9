import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import type {
  PreviewRequest,
  PreviewResponse,
  RegisterServiceRequest,
} from '@meshwright/plugin-mesh-common';
import { RefusedError } from './RefusedError';

/** Who asks, and until when it matters. */
export type RequestOptions = {
  credentials: BackstageCredentials;
  signal?: AbortSignal;
};

/** Asks the mesh backend, as the person who started the task. */
export class MeshBackendClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: { auth: AuthService; discovery: DiscoveryService }) {
    return new MeshBackendClient(options);
  }

  private constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  async preview(
    request: PreviewRequest,
    options: RequestOptions,
  ): Promise<PreviewResponse> {
    const response = await this.#post('/v1/preview', request, options);
    return response.json();
  }

  async registerService(
    request: RegisterServiceRequest,
    options: RequestOptions,
  ): Promise<void> {
    await this.#post('/v1/services/register', request, options);
  }

  async #post(path: string, body: object, options: RequestOptions) {
    const baseUrl = await this.#discovery.getBaseUrl('mesh');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'mesh',
    });
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify(body),
      signal: options.signal,
    });
    if (!response.ok) {
      throw await RefusedError.fromResponse(response);
    }
    return response;
  }
}
