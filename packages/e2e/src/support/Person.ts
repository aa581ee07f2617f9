import type {
  EdgeStatus,
  EntityMeshStatus,
  EntityStatusResponse,
  OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import type { Product } from '../startProduct';
import { type Answer, send, sendOk } from './http';

export type Role = keyof Product['tokens'];

/** Somebody who uses Backstage's HTTP API. */
export class Person {
  constructor(readonly product: Product, readonly role: Role) {}

  send<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> {
    return send<T>(this.#url(path), this.#options(method, body));
  }

  get<T>(path: string): Promise<T> {
    return sendOk<T>(this.#url(path), this.#options('GET'));
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return sendOk<T>(this.#url(path), this.#options('POST', body));
  }

  /** The status page of an entity, as data. */
  async status(entityRef: string): Promise<EntityMeshStatus> {
    const { status } = await this.get<EntityStatusResponse>(
      statusPath(entityRef),
    );
    return status;
  }

  /** Undefined before the mesh has seen the entity, and after it left. */
  async findStatus(entityRef: string): Promise<EntityMeshStatus | undefined> {
    const { status, body } = await this.send<EntityStatusResponse>(
      'GET',
      statusPath(entityRef),
    );
    return status === 200 ? body.status : undefined;
  }

  overview(): Promise<OverviewResponse> {
    return this.get('/api/mesh/v1/overview');
  }

  /** The edge from one entity to another, where the status knows one. */
  async edge(from: string, to: string): Promise<EdgeStatus | undefined> {
    const status = await this.findStatus(from);
    return status?.workloads
      .flatMap(({ outbound }) => outbound)
      .find(({ provider }) => provider.entityRef === to);
  }

  /** Registers a descriptor; returns the id of the location. */
  async register(target: string): Promise<string> {
    const { location } = await this.post<{ location: { id: string } }>(
      '/api/catalog/locations',
      { type: 'url', target },
    );
    return location.id;
  }

  /** Has the catalog read an entity's file again, as a webhook would. */
  refresh(entityRef: string): Promise<void> {
    return this.post('/api/catalog/refresh', { entityRef });
  }

  unregister(locationId: string): Promise<Answer> {
    return this.send('DELETE', `/api/catalog/locations/${locationId}`);
  }

  #url(path: string): string {
    return `${this.product.backend}${path}`;
  }

  #options(method: string, body?: unknown) {
    const authorization = `Bearer ${this.product.tokens[this.role]}`;
    return { method, body, headers: { authorization } };
  }
}

/** `component:default/web` to the path of its status. */
export function statusPath(entityRef: string): string {
  return `/api/mesh/v1/status/${entityRef.replace(':', '/')}`;
}
