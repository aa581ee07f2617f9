import { setTimeout as sleep } from 'node:timers/promises';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const PAUSE_MS = 500;

/** Returns when the catalog has the entity, throws when it takes too long. */
export async function waitForEntity(options: {
  catalog: CatalogService;
  credentials: BackstageCredentials;
  entityRef: string;
  catalogInfoUrl: string;
  timeoutSeconds: number;
  signal?: AbortSignal;
}): Promise<void> {
  const { catalog, credentials, entityRef, signal } = options;
  const attempts = Math.ceil((options.timeoutSeconds * 1000) / PAUSE_MS);
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await catalog.getEntityByRef(entityRef, { credentials })) {
      return;
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
  throw new Error(
    `The catalog did not get '${entityRef}' within ${options.timeoutSeconds} seconds; look for errors of the location ${options.catalogInfoUrl}`,
  );
}
