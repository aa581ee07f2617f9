import { HttpMethod } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  LABEL_VERIFY,
  type MeshObject,
  VERIFY_MANAGER,
} from '@meshwright/plugin-mesh-common';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import {
  collectionPath,
  DEPLOYMENT,
  JOB,
  type KindPath,
  MUTATING_WEBHOOK,
  READ_KINDS,
} from './kinds';
import { MissingRightError } from './MissingRightError';
import { readKind } from './readKind';
import { sendWithRetry } from './sendWithRetry';

/** A scene has a handful. */
const MOST_PODS = 50;
const OLD_MS = 60 * 60_000;

/** Kinds that a verification reads or makes. */
export const VERIFY_KINDS = [...READ_KINDS, DEPLOYMENT, JOB, MUTATING_WEBHOOK];

/** Reads what a verification looks at, and makes what it tries calls with. */
export class ProbeObjects {
  readonly #connection: KubernetesConnection;
  readonly #signal?: AbortSignal;

  constructor(connection: KubernetesConnection, signal?: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  async list(
    kind: string,
    options: { namespace?: string; labelSelector?: string } = {},
  ): Promise<MeshObject[]> {
    const path = findKind(kind);
    return this.#ask({ verb: 'list', path }, () =>
      readKind(this.#connection, path, { ...options, signal: this.#signal }),
    );
  }

  /** Pods of one small namespace, with all that their containers say. */
  async listPods(namespace: string): Promise<MeshObject[]> {
    const path = findKind('Pod');
    return this.#ask({ verb: 'list', path }, async () => {
      const { body } = await sendWithRetry(this.#connection, {
        method: HttpMethod.GET,
        path: collectionPath(path, namespace),
        query: { limit: MOST_PODS },
        signal: this.#signal,
      });
      const { items } = body as unknown as { items?: MeshObject[] };
      return items ?? [];
    });
  }

  async getNamespace(name: string): Promise<MeshObject | undefined> {
    try {
      return await this.#get(findKind('Namespace'), { name });
    } catch (error) {
      if (hasCode(error, 404)) {
        return undefined;
      }
      throw error;
    }
  }

  /** Throws when nothing could be taken away again. */
  async checkDeletion(name: string): Promise<void> {
    await this.#deleteNamespace(name, { dryRun: 'All' });
  }

  /** What is there already was made by an attempt before. */
  async create(object: MeshObject): Promise<void> {
    const path = findKind(object.kind);
    await this.#ask({ verb: 'create', path }, async () => {
      try {
        await sendWithRetry(this.#connection, {
          method: HttpMethod.POST,
          path: collectionPath(path, object.metadata.namespace),
          query: { fieldManager: VERIFY_MANAGER },
          body: object as unknown as JsonObject,
          signal: this.#signal,
        });
      } catch (error) {
        if (!hasCode(error, 409)) {
          throw error;
        }
      }
    });
  }

  /** Takes a namespace of this installation's verifications away. */
  async remove(name: string, instance: string): Promise<void> {
    const namespace = await this.getNamespace(name);
    if (
      namespace &&
      isOurs(namespace, instance) &&
      !namespace.metadata.deletionTimestamp
    ) {
      const { uid } = namespace.metadata;
      await this.#deleteNamespace(name, { preconditions: { uid } });
    }
  }

  /** Takes away what a verification left that nobody carries on with. */
  async removeLeftovers(instance: string, now: number): Promise<string[]> {
    const found = await this.list('Namespace', {
      labelSelector: `${LABEL_VERIFY},${LABEL_INSTANCE}=${instance}`,
    });
    const old = found
      .filter(({ metadata }) => {
        const made = Date.parse(metadata.creationTimestamp ?? '');
        return !metadata.deletionTimestamp && now - made > OLD_MS;
      })
      .map(({ metadata }) => metadata.name);
    for (const name of old) {
      await this.remove(name, instance);
    }
    return old;
  }

  async #get(path: KindPath, { name }: { name: string }): Promise<MeshObject> {
    return this.#ask({ verb: 'get', path }, async () => {
      const { body } = await sendWithRetry(this.#connection, {
        method: HttpMethod.GET,
        path: `${collectionPath(path)}/${encodeURIComponent(name)}`,
        signal: this.#signal,
      });
      return body as unknown as MeshObject;
    });
  }

  async #deleteNamespace(
    name: string,
    options: { dryRun?: string; preconditions?: { uid?: string } },
  ): Promise<void> {
    const path = findKind('Namespace');
    const { dryRun, preconditions } = options;
    await this.#ask({ verb: 'delete', path }, async () => {
      try {
        await sendWithRetry(this.#connection, {
          method: HttpMethod.DELETE,
          path: `${collectionPath(path)}/${encodeURIComponent(name)}`,
          query: { dryRun },
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            ...(preconditions && { preconditions }),
          },
          signal: this.#signal,
        });
      } catch (error) {
        if (!hasCode(error, 404, 409)) {
          throw error;
        }
      }
    });
  }

  async #ask<T>(
    right: { verb: string; path: KindPath },
    send: () => Promise<T>,
  ): Promise<T> {
    try {
      return await send();
    } catch (error) {
      // A namespace that is going refuses in the same way, and passes.
      const isGoing =
        hasCode(error, 403) &&
        error.status.details?.causes?.some(
          ({ reason }) => reason === 'NamespaceTerminating',
        );
      throw hasCode(error, 403) && !isGoing
        ? new MissingRightError(right, error)
        : error;
    }
  }
}

function isOurs({ metadata }: MeshObject, instance: string): boolean {
  const { labels } = metadata;
  return (
    labels?.[LABEL_MANAGED_BY] === VERIFY_MANAGER &&
    labels[LABEL_INSTANCE] === instance &&
    labels[LABEL_VERIFY] !== undefined
  );
}

function findKind(kind: string): KindPath {
  const found = VERIFY_KINDS.find(path => path.kind === kind);
  if (!found) {
    throw new TypeError(`A verification knows no '${kind}'`);
  }
  return found;
}
