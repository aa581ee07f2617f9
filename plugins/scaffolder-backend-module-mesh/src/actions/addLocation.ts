import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** Registers a descriptor; fine when somebody did already. */
export async function addLocation(options: {
  catalog: CatalogService;
  target: string;
  credentials: BackstageCredentials;
}): Promise<void> {
  const { catalog, target, credentials } = options;
  try {
    await catalog.addLocation({ type: 'url', target }, { credentials });
  } catch (error) {
    if (!isConflict(error)) {
      throw error;
    }
  }
}

/** The catalog's own error, or what its HTTP client makes of it. */
function isConflict(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  const { cause, statusCode } = error as {
    cause?: unknown;
    statusCode?: unknown;
  };
  return (
    error.name === 'ConflictError' ||
    statusCode === 409 ||
    (isError(cause) && cause.name === 'ConflictError')
  );
}
