import type { AccessToken } from '@azure/core-auth';
import { ServiceUnavailableError } from '@backstage/errors';
import type { TrafficCredentials } from '@meshwright/plugin-mesh-node';
import type { AzureClients } from '../client/AzureClients';
import { describeAzureError } from '../client/describeAzureError';

/** Audience of the query endpoints of Azure Monitor workspaces. */
const SCOPE = 'https://prometheus.monitor.azure.com/.default';

/** A token is not used in its last minutes. */
const MARGIN_MS = 5 * 60_000;

/**
 * Signs in to Azure managed Prometheus.
 */
export class AzureMonitorCredentials implements TrafficCredentials {
  readonly type = 'azure-monitor';
  readonly #clients: Pick<AzureClients, 'getToken'>;
  readonly #now: () => number;
  #token: AccessToken | undefined;

  private constructor(options: {
    clients: Pick<AzureClients, 'getToken'>;
    now: () => number;
  }) {
    this.#clients = options.clients;
    this.#now = options.now;
  }

  static create(options: {
    clients: Pick<AzureClients, 'getToken'>;
    now?: () => number;
  }): AzureMonitorCredentials {
    const { clients, now = Date.now } = options;
    return new AzureMonitorCredentials({ clients, now });
  }

  async getHeaders(options: {
    cluster: string;
    signal?: AbortSignal;
  }): Promise<Record<string, string>> {
    const { cluster, signal } = options;
    const isFresh =
      this.#token && this.#token.expiresOnTimestamp - this.#now() > MARGIN_MS;
    if (!isFresh) {
      this.#token = await this.#readToken(cluster, signal);
    }
    return { authorization: `Bearer ${this.#token?.token}` };
  }

  #readToken(cluster: string, signal?: AbortSignal): Promise<AccessToken> {
    return this.#clients.getToken(SCOPE, signal).catch(error => {
      signal?.throwIfAborted();
      const { message } = describeAzureError(error);
      throw new ServiceUnavailableError(
        `No token for the Prometheus of cluster '${cluster}': ${message}`,
      );
    });
  }
}
