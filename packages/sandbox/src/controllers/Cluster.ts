import { KubeClient, KubeError, Mirror, pathOf } from '../client';
import type { KubeObject } from '../kubernetes/types';
import { kinds } from './kinds';
import type { KindName } from './kinds';

/** What the controllers see of the cluster, and how they change it. */
export class Cluster {
  readonly #client: KubeClient;
  readonly #mirrors: Map<KindName, Mirror>;

  constructor(url: string, onChange: () => void) {
    this.#client = new KubeClient(url, 'kube-controller-manager');
    this.#mirrors = new Map(
      (Object.keys(kinds) as KindName[]).map(name => [
        name,
        new Mirror(this.#client, kinds[name], onChange),
      ]),
    );
  }

  get ready(): boolean {
    return [...this.#mirrors.values()].every(mirror => mirror.ready);
  }

  /** Follows all kinds until stopped. */
  async run(): Promise<void> {
    await Promise.all([...this.#mirrors.values()].map(one => one.run()));
  }

  stop(): void {
    this.#mirrors.forEach(mirror => mirror.stop());
  }

  all(kind: KindName): KubeObject[] {
    return this.#mirror(kind).objects;
  }

  get(
    kind: KindName,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.#mirror(kind).get(namespace, name);
  }

  /** Creates; what exists or has no namespace any more is left alone. */
  async create(
    kind: KindName,
    object: KubeObject,
  ): Promise<KubeObject | undefined> {
    const path = pathOf(kinds[kind], object.metadata.namespace);
    return this.#write(kind, () =>
      this.#client.request('POST', path, { value: object }),
    );
  }

  /** Gives a pod its node, as a scheduler does. */
  async bind(pod: KubeObject, node: string): Promise<void> {
    const { namespace, name } = pod.metadata;
    const path = `${pathOf(kinds.pods, namespace, name)}/binding`;
    const value = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace, name },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    };
    await tolerate(() => this.#client.request('POST', path, { value }));
  }

  async patch(
    kind: KindName,
    object: KubeObject,
    patch: object,
  ): Promise<void> {
    const { namespace, name } = object.metadata;
    const path = pathOf(kinds[kind], namespace, name);
    await this.#write(kind, () => this.#client.merge(path, patch));
  }

  async setStatus(
    kind: KindName,
    object: KubeObject,
    status: object,
  ): Promise<void> {
    const { namespace, name } = object.metadata;
    const path = `${pathOf(kinds[kind], namespace, name)}/status`;
    await this.#write(kind, () => this.#client.merge(path, { status }));
  }

  async delete(kind: KindName, object: KubeObject): Promise<void> {
    const { namespace, name, uid } = object.metadata;
    const path = pathOf(kinds[kind], namespace, name);
    await tolerate(() =>
      this.#client.request('DELETE', path, {
        // Jobs leave their pods behind unless told otherwise.
        value: { preconditions: { uid }, propagationPolicy: 'Background' },
      }),
    );
    this.#mirror(kind).forget(object);
  }

  async #write(
    kind: KindName,
    write: () => Promise<KubeObject>,
  ): Promise<KubeObject | undefined> {
    const written = await tolerate(write);
    if (written) {
      this.#mirror(kind).note(written);
    }
    return written;
  }

  #mirror(kind: KindName): Mirror {
    const mirror = this.#mirrors.get(kind);
    if (!mirror) {
      throw new Error(`The controllers do not follow '${kind}'`);
    }
    return mirror;
  }
}

/** The world moved on since we looked: the next look shows where to. */
async function tolerate<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof KubeError && [403, 404, 409].includes(error.code)) {
      return undefined;
    }
    throw error;
  }
}
