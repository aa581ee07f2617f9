import type { MeshObject } from '@meshwright/plugin-mesh-common';
import type { Product } from '../startProduct';
import { type Answer, send, sendOk } from './http';

const paths = {
  Namespace: 'api/v1',
  Pod: 'api/v1',
  Service: 'api/v1',
  ServiceAccount: 'api/v1',
  AuthorizationPolicy: 'apis/security.istio.io/v1',
  PeerAuthentication: 'apis/security.istio.io/v1',
  NetworkPolicy: 'apis/networking.k8s.io/v1',
  Gateway: 'apis/networking.istio.io/v1',
  VirtualService: 'apis/networking.istio.io/v1',
} as const;

export type Kind = keyof typeof paths;

/** The kinds that the product writes. */
export const WRITTEN: Kind[] = [
  ...(['Namespace', 'ServiceAccount', 'AuthorizationPolicy'] as const),
  ...(['PeerAuthentication', 'NetworkPolicy'] as const),
  ...(['Gateway', 'VirtualService'] as const),
];

const OURS = 'app.kubernetes.io/managed-by=meshwright';

/** Somebody with a kubeconfig. */
export class Cluster {
  readonly #url: string;

  constructor({ kubernetes }: Product) {
    this.#url = kubernetes;
  }

  get(
    kind: Kind,
    namespace: string | undefined,
    name: string,
  ): Promise<Answer<MeshObject>> {
    return send(this.#path(kind, namespace, name));
  }

  async list(
    kind: Kind,
    options: { namespace?: string; selector?: string } = {},
  ): Promise<MeshObject[]> {
    const query = options.selector
      ? `?labelSelector=${encodeURIComponent(options.selector)}`
      : '';
    const { items } = await sendOk<{ items: MeshObject[] }>(
      `${this.#path(kind, options.namespace)}${query}`,
    );
    return items;
  }

  create(kind: Kind, object: MeshObject): Promise<MeshObject> {
    const path = this.#path(kind, object.metadata.namespace);
    return sendOk(path, { method: 'POST', body: object });
  }

  patch(kind: Kind, object: MeshObject, patch: unknown): Promise<MeshObject> {
    const { namespace, name } = object.metadata;
    return sendOk(this.#path(kind, namespace, name), {
      method: 'PATCH',
      type: 'application/merge-patch+json',
      body: patch,
    });
  }

  delete(
    kind: Kind,
    namespace: string | undefined,
    name: string,
  ): Promise<Answer> {
    return send(this.#path(kind, namespace, name), { method: 'DELETE' });
  }

  /** Objects of ours in a namespace, of all kinds, by `Kind/name`. */
  async ours(namespace?: string): Promise<Map<string, MeshObject>> {
    const found = new Map<string, MeshObject>();
    for (const kind of WRITTEN) {
      const isScoped = kind !== 'Namespace' && namespace !== undefined;
      const items = await this.list(kind, {
        selector: OURS,
        ...(isScoped && { namespace }),
      });
      for (const item of items) {
        const place = item.metadata.namespace ?? item.metadata.name;
        if (namespace === undefined || place === namespace) {
          found.set(`${kind}/${place}/${item.metadata.name}`, item);
        }
      }
    }
    return found;
  }

  /** Principals that the policies of ours in a namespace let in. */
  async principals(namespace: string): Promise<string[]> {
    const policies = await this.list('AuthorizationPolicy', {
      namespace,
      selector: OURS,
    });
    const found = JSON.stringify(policies.map(policy => policy.spec)).match(
      /[a-z0-9.-]+\/ns\/[a-z0-9.-]+\/sa\/[a-z0-9.-]+/g,
    );
    return [...new Set(found ?? [])].sort();
  }

  fault(fault: Record<string, unknown>): Promise<unknown> {
    const url = `${this.#url}/sandbox/faults`;
    return sendOk(url, { method: 'POST', body: fault });
  }

  clearFaults(): Promise<unknown> {
    return sendOk(`${this.#url}/sandbox/faults`, { method: 'DELETE' });
  }

  closeWatches(): Promise<unknown> {
    return sendOk(`${this.#url}/sandbox/watches/close`, { method: 'POST' });
  }

  expireHistory(): Promise<unknown> {
    return sendOk(`${this.#url}/sandbox/history/expire`, { method: 'POST' });
  }

  #path(kind: Kind, namespace?: string, name?: string): string {
    const plural = `${kind.toLowerCase().replace(/cy$/, 'cie')}s`;
    return [
      `${this.#url}/${paths[kind]}`,
      ...(namespace ? [`namespaces/${namespace}`] : []),
      plural,
      ...(name ? [name] : []),
    ].join('/');
  }
}
