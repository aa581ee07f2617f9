import type { Config } from '@backstage/config';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { ClusterCredentials } from '@meshwright/plugin-mesh-node';
import { stringify } from 'yaml';
import { type AzureClients, limitTime } from '../client/AzureClients';
import { describeAzureError } from '../client/describeAzureError';
import { isLoopback, readLocation } from '../config/readAzureConfig';
import { AKS_SERVER_APP, needsEntraToken } from './needsEntraToken';
import { type Kubeconfig, readKubeconfig } from './readKubeconfig';

type Request = { cluster: string; config: Config; signal?: AbortSignal };

/**
 * Reaches AKS clusters with the credentials that Azure gives to their users.
 */
export class AksClusterCredentials implements ClusterCredentials {
  readonly type = 'aks';
  readonly #clients: AzureClients;

  private constructor(clients: AzureClients) {
    this.#clients = clients;
  }

  static create(options: { clients: AzureClients }): AksClusterCredentials {
    return new AksClusterCredentials(options.clients);
  }

  async getKubeconfig(
    request: Request,
  ): Promise<{ kubeconfig: string; expiresAt?: Date }> {
    const { cluster, signal } = request;
    const kubeconfig = readKubeconfig(await this.#readCredentials(request));
    if (!needsEntraToken(kubeconfig.user)) {
      return { kubeconfig: write(cluster, kubeconfig) };
    }
    refusePlainHttp(kubeconfig.cluster.server);
    const { token, expiresOnTimestamp } = await this.#readToken(
      cluster,
      signal,
    );
    return {
      kubeconfig: write(cluster, { ...kubeconfig, user: { token } }),
      expiresAt: new Date(expiresOnTimestamp),
    };
  }

  async #readCredentials({ cluster, config, signal }: Request) {
    const aks = config.getConfig('aks');
    const { subscriptionId, resourceGroup } = readLocation(aks);
    const clusterName = aks.getString('clusterName');
    const answer = await this.#clients
      .managedClusters(subscriptionId)
      .listClusterUserCredentials(resourceGroup, clusterName, {
        abortSignal: limitTime(signal),
      })
      .catch(error => {
        const { message } = describeAzureError(error);
        throw new ServiceUnavailableError(
          `No credentials for the cluster '${cluster}': ${message}`,
        );
      });
    const value = answer.kubeconfigs?.[0]?.value;
    if (!value) {
      throw new ConflictError(
        `Azure has no kubeconfig for users of the cluster '${cluster}'`,
      );
    }
    return Buffer.from(value).toString('utf8');
  }

  #readToken(cluster: string, signal?: AbortSignal) {
    return this.#clients
      .getToken(`${AKS_SERVER_APP}/.default`, signal)
      .catch(error => {
        const { message } = describeAzureError(error);
        throw new ServiceUnavailableError(
          `No token for the cluster '${cluster}': ${message}`,
        );
      });
  }
}

function refusePlainHttp(server: unknown) {
  const url = new URL(String(server));
  if (url.protocol !== 'https:' && !isLoopback(url)) {
    throw new ConflictError(
      `A token is not sent to '${url.origin}', because it is not https`,
    );
  }
}

/** A kubeconfig of one context. */
function write(name: string, { cluster, user, namespace }: Kubeconfig): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [
      {
        name,
        context: { cluster: name, user: name, ...(namespace && { namespace }) },
      },
    ],
    'current-context': name,
  });
}
