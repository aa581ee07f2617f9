import { KubeClient, KubeError, pathOf } from '../client';
import type { SeedObject } from '../kubernetes';
import { findKind } from '../kubernetes/resources';

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
    const path = pathOf({ base, plural: type.plural }, metadata.namespace);
    try {
      await client.request('POST', path, { value: object });
    } catch (error) {
      if (!(error instanceof KubeError && error.code === 409)) {
        throw error;
      }
    }
  }
}
