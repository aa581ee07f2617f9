import type { JsonObject } from '@backstage/types';
import { patiently } from './patiently';

/** What is in a namespace of a town, beside what the API server puts there. */
const COLLECTIONS = [
  '/api/v1/#/pods',
  '/api/v1/#/serviceaccounts',
  '/api/v1/#/configmaps',
  '/apis/networking.k8s.io/v1/#/networkpolicies',
  '/apis/security.istio.io/v1/#/peerauthentications',
  '/apis/security.istio.io/v1/#/authorizationpolicies',
  '/apis/networking.istio.io/v1/#/virtualservices',
  '/apis/networking.istio.io/v1/#/destinationrules',
  '/apis/networking.istio.io/v1/#/serviceentries',
  '/apis/networking.istio.io/v1/#/sidecars',
  '/apis/telemetry.istio.io/v1/#/telemetries',
];

/** Another client of the API server, whose requests no fault meets. */
export class Admin {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async createNamespace(name: string): Promise<void> {
    await this.#send('POST', '/api/v1/namespaces', { metadata: { name } });
  }

  async createAccount(namespace: string, name: string): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await this.#send('POST', path, { metadata: { name } });
  }

  /**
   * A pod that runs and is ready, whatever it is made of; false where its
   * namespace does not exist.
   */
  async createPod(options: {
    namespace: string;
    name: string;
    labels: Record<string, string>;
    account: string;
    port: number;
  }): Promise<boolean> {
    const { namespace, name, labels, account, port } = options;
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const ports = [{ containerPort: port }];
    const status = await this.#send('POST', path, {
      metadata: { name, labels },
      spec: {
        serviceAccountName: account,
        automountServiceAccountToken: false,
        containers: [{ name: 'app', image: 'app', ports }],
      },
    });
    await this.#send('PATCH', `${path}/${name}/status`, {
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });
    return status !== 404;
  }

  async deletePod(namespace: string, name: string): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    await this.#send('DELETE', path, { gracePeriodSeconds: 0 });
  }

  /** Removes a namespace with all that can be in it. */
  async removeNamespace(name: string): Promise<void> {
    await Promise.all(
      COLLECTIONS.map(path =>
        this.#send('DELETE', path.replace('#', `namespaces/${name}`), {
          gracePeriodSeconds: 0,
        }),
      ),
    );
    const path = `/api/v1/namespaces/${name}`;
    await this.#send('DELETE', path);
    await this.#send('PUT', `${path}/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: { finalizers: [] },
    });
  }

  /** Once more when the server is down; what is done already is fine. */
  async #send(
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<number> {
    return patiently(async () => {
      const response = await fetch(this.#url + path, {
        method,
        headers: {
          'content-type':
            method === 'PATCH'
              ? 'application/merge-patch+json'
              : 'application/json',
        },
        body: body && JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok && ![404, 409].includes(response.status)) {
        throw new Error(`${method} ${path}: ${text}`);
      }
      return response.status;
    });
  }
}
