import { HttpMethod } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import {
  apiVersionOf,
  collectionPath,
  isBuiltIn,
  type KindPath,
} from './kinds';
import type { ObjectMemory } from './ObjectMemory';
import { sendWithRetry } from './sendWithRetry';
import { stripObject } from './stripObject';

const PAGE_SIZE = 500;

/** A list that expires again and again is given up. */
const RESTARTS = 3;

export type ReadKindOptions = {
  namespace?: string;
  labelSelector?: string;
  /** What it knows is handed out where nothing has changed. */
  memory?: ObjectMemory;
  signal?: AbortSignal;
};

/**
 * Reads all objects of a kind, page by page; none when the cluster does not
 * know the kind.
 */
export async function readKind(
  connection: KubernetesConnection,
  path: KindPath,
  options: ReadKindOptions = {},
): Promise<MeshObject[]> {
  return (await readKindIfServed(connection, path, options)) ?? [];
}

/** Like `readKind`, but undefined when the cluster does not know the kind. */
export async function readKindIfServed(
  connection: KubernetesConnection,
  path: KindPath,
  options: ReadKindOptions = {},
): Promise<MeshObject[] | undefined> {
  try {
    return (await listKind(connection, path, options)).objects;
  } catch (error) {
    if (hasCode(error, 404) && !isBuiltIn(path)) {
      return undefined;
    }
    throw error;
  }
}

/** All objects of a kind, and the version of the collection they make up. */
export type KindListing = { objects: MeshObject[]; version: string };

/** Reads all objects of a kind; throws when the cluster does not know it. */
export async function listKind(
  connection: Pick<KubernetesConnection, 'send'>,
  path: KindPath,
  options: ReadKindOptions = {},
): Promise<KindListing> {
  for (let restart = 0; ; restart += 1) {
    try {
      return await readPages(connection, path, options);
    } catch (error) {
      // The snapshot behind the continue token is gone: start over.
      if (!hasCode(error, 410) || restart >= RESTARTS) {
        throw error;
      }
    }
  }
}

async function readPages(
  connection: Pick<KubernetesConnection, 'send'>,
  path: KindPath,
  options: ReadKindOptions,
): Promise<KindListing> {
  const { namespace, labelSelector, memory, signal } = options;
  const objects: MeshObject[] = [];
  let version: string | undefined;
  let next: string | undefined;
  do {
    const { body } = await sendWithRetry(connection, {
      method: HttpMethod.GET,
      path: collectionPath(path, namespace),
      query: { limit: PAGE_SIZE, continue: next, labelSelector },
      timeoutSeconds: 30,
      signal,
    });
    const page = parsePage(path, body);
    for (const item of page.items) {
      const object = stripObject(item, apiVersionOf(path), path.kind);
      objects.push(memory?.recall(object) ?? object);
    }
    // All pages are of the version of the first.
    version ??= page.version;
    next = page.next;
  } while (next);
  memory?.retain(objects);
  return { objects, version: version ?? '' };
}

function parsePage(path: KindPath, body: unknown) {
  const list = body as {
    items?: JsonObject[];
    metadata?: { continue?: string; resourceVersion?: string };
  } | null;
  if (!list || !Array.isArray(list.items)) {
    throw new Error(`The list of ${path.plural} is no Kubernetes list`);
  }
  const { metadata } = list;
  return {
    items: list.items,
    next: metadata?.continue || undefined,
    version: metadata?.resourceVersion,
  };
}
