import { readFile, stat } from 'node:fs/promises';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';

const MAX_BYTES = 1024 * 1024;
/** Far above what a person writes, far below what a bomb needs. */
const MAX_ALIASES = 100;

/** Reads the entities of a descriptor in the task's workspace. */
export async function readEntityFile(options: {
  workspacePath: string;
  path: string;
}): Promise<Entity[]> {
  const { workspacePath, path } = options;
  const file = resolveSafeChildPath(workspacePath, path);
  const { size } = await stat(file).catch(() => {
    throw new InputError(`The workspace has no file '${path}'`);
  });
  if (size > MAX_BYTES) {
    throw new InputError(`'${path}' is larger than 1 MiB`);
  }
  const documents = parseAllDocuments(await readFile(file, 'utf8'));
  return [...documents].map((document, index) => {
    const [error] = document.errors;
    if (error) {
      throw new InputError(`'${path}' is not YAML: ${error.message}`);
    }
    return toEntity(
      readValue(document, path),
      `${path}, document ${index + 1}`,
    );
  });
}

function readValue(
  document: { toJS(options: { maxAliasCount: number }): unknown },
  path: string,
): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new InputError(
      `'${path}' expands to much more than it says; write it without aliases`,
    );
  }
}

function toEntity(value: unknown, where: string): Entity {
  const entity = value as Partial<Entity> | null;
  if (
    typeof entity?.apiVersion !== 'string' ||
    typeof entity.kind !== 'string' ||
    typeof entity.metadata?.name !== 'string'
  ) {
    throw new InputError(
      `${where} is no catalog entity: it needs apiVersion, kind and metadata.name`,
    );
  }
  return entity as Entity;
}
