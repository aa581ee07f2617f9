import { KubeClient, KubeError, pathOf } from '../client';
import type { SeedObject } from '../kubernetes';
import { findKind } from '../kubernetes/resources';

async function exists(client: KubeClient, path: string): Promise<boolean> {
  try {
    await client.request('GET', path);
    return true;
  } catch (error) {
    if (error instanceof KubeError && error.code === 404) {
      return false;
    }
    throw error;
  }
}

/** Makes objects on any API server; what is there stays as it is. */
export async function seedObjects(
  url: string,
  objects: readonly SeedObject[],
): Promise<void> {
  const client = new KubeClient(url, 'sandbox');
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const type = findKind(apiVersion, kind);
    if (!type) {
      throw new Error(`'${kind}' of '${apiVersion}' is not known here`);
    }
    const base = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const place = { base, plural: type.plural };
    const { namespace, name } = metadata;
    // Asked first: a fixed address is refused before the name is looked at.
    if (!(await exists(client, pathOf(place, namespace, name)))) {
      await client.request('POST', pathOf(place, namespace), {
        value: object,
      });
    }
  }
}
