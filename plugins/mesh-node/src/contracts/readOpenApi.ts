import type { ContractOperation } from '@meshwright/plugin-mesh-common';
import { escapePointer, isRecord, type JsonRecord, toWords } from './json';
import { CONTRACT_LIMITS } from './limits';
import { nameOperations, type NamedOperation } from './nameOperations';
import type { ProblemList } from './ProblemList';
import { readBasePaths, readSwaggerBase } from './readBasePaths';
import { readMethods } from './readMethods';
import { resolvePathItem } from './resolvePathItem';
import { toPathPattern } from './toPathPattern';
import { UnreadableDefinition } from './UnreadableDefinition';

/** A method on a path as written, below each of its base paths. */
type WrittenOperation = NamedOperation & {
  method: string;
  path: string;
  bases: string[];
};

/** Name and version of the format, for a person. */
export function readFormat(document: JsonRecord): string {
  const { swagger, openapi } = document;
  // Without quotes YAML reads a version as a number: 2.0 becomes 2.
  if (swagger === '2.0' || swagger === 2) return 'Swagger 2.0';
  const version =
    openapi === 3 ? '3.0' : /^3\.[0-2](?=\.|$)/.exec(toWords(openapi))?.[0];
  if (version !== undefined) return `OpenAPI ${version}`;
  const given = openapi ?? swagger;
  throw new UnreadableDefinition(
    given === undefined
      ? 'The definition names no version of OpenAPI; start it with openapi: 3.1.0'
      : `OpenAPI '${toWords(given).slice(
          0,
          20,
        )}' is not known here; 2.0 and 3.0 to 3.2 are`,
  );
}

/** The operations of a document of OpenAPI or Swagger. */
export function readOpenApi(
  document: JsonRecord,
  problems: ProblemList,
): ContractOperation[] {
  const isSwagger = document.openapi === undefined;
  const bases = isSwagger
    ? readSwaggerBase(document.basePath, problems)
    : readBasePaths(document.servers, { at: '/servers', problems }) ?? [''];
  const { paths = {} } = document;
  if (!isRecord(paths)) {
    throw new UnreadableDefinition('paths is not an object', '/paths');
  }
  const written: WrittenOperation[] = [];
  for (const [path, item] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue;
    written.push(...readPathItem({ document, path, item, bases, problems }));
    checkNumber(written);
  }
  const operations: ContractOperation[] = [];
  for (const operation of nameOperations(written, problems)) {
    operations.push(...expand(operation, problems));
    checkNumber(operations);
  }
  return operations;
}

function checkNumber(operations: unknown[]): void {
  if (operations.length > CONTRACT_LIMITS.operations) {
    throw new UnreadableDefinition(
      `There are more than ${CONTRACT_LIMITS.operations} operations; split the API`,
    );
  }
}

type PathContext = {
  document: JsonRecord;
  path: string;
  item: unknown;
  bases: string[];
  problems: ProblemList;
};

function readPathItem(context: PathContext): WrittenOperation[] {
  const { document, path, bases, problems } = context;
  const at = `/paths/${escapePointer(path)}`;
  const resolved = resolvePathItem(document, context.item);
  if ('problem' in resolved) {
    problems.error(at, `${resolved.problem}; ${quote(path)} grants nothing`);
    return [];
  }
  const { item } = resolved;
  const own = readBasePaths(item.servers, { at: `${at}/servers`, problems });
  const found = readMethods(item, { at, problems });
  return found.map(({ method, operation, at: operationAt }) => {
    const servers = readBasePaths(operation.servers, {
      at: `${operationAt}/servers`,
      problems,
    });
    return {
      id: readId(operation, { at: operationAt, problems }),
      alias: `${method} ${path}`,
      at: operationAt,
      method,
      path,
      bases: servers ?? own ?? bases,
    };
  });
}

function readId(
  { operationId }: JsonRecord,
  { at, problems }: { at: string; problems: ProblemList },
): string | undefined {
  if (operationId === undefined) return undefined;
  if (typeof operationId === 'string' && /^\S.{0,499}$/.test(operationId)) {
    return operationId;
  }
  problems.warn(`${at}/operationId`, 'The operationId is no usable name');
  return undefined;
}

/** Once below every base path; a path that cannot be expressed not at all. */
function expand(
  operation: WrittenOperation,
  problems: ProblemList,
): ContractOperation[] {
  const { id, alias, at, method, path, bases } = operation;
  const operations = new Map<string, ContractOperation>();
  for (const base of bases) {
    const result = toPathPattern(base + path);
    if ('problem' in result) {
      const where = `The path ${quote(base + path)}`;
      problems.error(at, `${where} ${result.problem}; it grants nothing`);
      continue;
    }
    for (const warning of result.warnings) problems.warn(at, warning);
    operations.set(result.pattern, {
      ...(id === undefined ? {} : { id }),
      aliases: [alias],
      method,
      path: result.pattern,
    });
  }
  return [...operations.values()];
}

function quote(text: string): string {
  return `'${text.length > 200 ? `${text.slice(0, 200)}…` : text}'`;
}
