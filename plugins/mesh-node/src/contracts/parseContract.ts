import { createHash } from 'node:crypto';
import type { Contract } from '@meshwright/plugin-mesh-common';
import { readDocument } from './readDocument';
import { CONTRACT_LIMITS } from './limits';
import { ProblemList } from './ProblemList';
import { readFormat, readOpenApi } from './readOpenApi';
import { readProto } from './readProto';
import { toPathPattern } from './toPathPattern';
import { UnreadableDefinition } from './UnreadableDefinition';

/**
 * Says at which path a GraphQL server answers, on an API entity.
 *
 * @public
 */
export const GRAPHQL_PATH_ANNOTATION = 'meshwright.io/graphql-path';

/**
 * What a contract is made of.
 *
 * @public
 */
export type ContractSource = {
  /** `spec.type` of the API, for example `openapi`. */
  type: string;
  /** `spec.definition` of the API, whatever it holds. */
  definition: unknown;
  /** Of the API; `meshwright.io/graphql-path` is read. */
  annotations?: Record<string, string>;
};

type Read = Pick<Contract, 'kind' | 'format' | 'operations'>;

/**
 * Turns the definition of an API into the operations that it offers. Never
 * throws and never fetches anything: what cannot be read grants nothing and is
 * told as a problem, and a reference out of the document is such a problem.
 *
 * @remarks
 * OpenAPI 3.0 to 3.2 and Swagger 2.0 (paths below every server), proto text
 * (`POST` on `/package.Service/Method`) and GraphQL (`POST` on its path) become
 * operations; other formats are as wide as the port. HEAD and OPTIONS are only
 * there where the document names them. Beyond `CONTRACT_LIMITS` a definition is
 * unreadable.
 *
 * @public
 */
export function parseContract(source: ContractSource): Contract {
  const { definition } = source;
  const text = typeof definition === 'string' ? definition : '';
  const hash = createHash('sha256').update(text).digest('hex');
  const problems = new ProblemList();
  try {
    const contract = read({ ...source, text }, problems);
    return { hash, ...contract, problems: problems.list() };
  } catch (error) {
    if (!(error instanceof UnreadableDefinition)) throw error;
    const reason = new ProblemList();
    reason.error(error.at, error.message);
    return {
      hash,
      kind: 'unreadable',
      format: describeType(source.type),
      operations: [],
      problems: reason.list(),
    };
  }
}

function read(
  source: ContractSource & { text: string },
  problems: ProblemList,
): Read {
  const type = source.type.toLowerCase();
  if (type === 'graphql') return readGraphql(source.annotations, problems);
  if (!['openapi', 'swagger', 'grpc', 'proto'].includes(type)) {
    const format = describeType(source.type);
    problems.add({
      severity: 'info',
      message: `${format} names no operations for policies; whoever may use the API may use its whole port`,
    });
    return { kind: 'port', format, operations: [] };
  }
  const text = checkText(source);
  if (type === 'grpc' || type === 'proto') {
    const operations = readProto(text, problems);
    warnWhenEmpty(operations, problems);
    return { kind: 'operations', format: 'gRPC', operations };
  }
  const document = readDocument(text);
  const format = readFormat(document);
  const operations = readOpenApi(document, problems);
  warnWhenEmpty(operations, problems);
  return { kind: 'operations', format, operations };
}

function readGraphql(
  annotations: Record<string, string> | undefined,
  problems: ProblemList,
): Read {
  const path = annotations?.[GRAPHQL_PATH_ANNOTATION] ?? '/graphql';
  const result = toPathPattern(String(path));
  if ('problem' in result) {
    throw new UnreadableDefinition(
      `The path in ${GRAPHQL_PATH_ANNOTATION} ${result.problem}`,
    );
  }
  problems.add({
    severity: 'info',
    message: `GraphQL is allowed as POST on ${result.pattern}; policies do not see which queries and mutations are in it`,
  });
  const operation = {
    aliases: [`POST ${path}`],
    method: 'POST',
    path: result.pattern,
  };
  return { kind: 'operations', format: 'GraphQL', operations: [operation] };
}

function checkText({
  definition,
  text,
}: ContractSource & { text: string }): string {
  if (typeof definition !== 'string' || text.trim() === '') {
    throw new UnreadableDefinition(
      'The API has no text under spec.definition; write it there or load it with $text',
    );
  }
  if (text.length > CONTRACT_LIMITS.size) {
    throw new UnreadableDefinition(
      `The definition has ${text.length} characters; ${CONTRACT_LIMITS.size} are read at most`,
    );
  }
  return text;
}

function warnWhenEmpty(operations: unknown[], problems: ProblemList): void {
  if (operations.length > 0) return;
  problems.warn(
    undefined,
    'The definition offers no operation that can be allowed, so that nobody may call it',
  );
}

const NAMES: Readonly<Record<string, string>> = {
  asyncapi: 'AsyncAPI',
  graphql: 'GraphQL',
  grpc: 'gRPC',
  openapi: 'OpenAPI',
  proto: 'gRPC',
  swagger: 'Swagger',
  trpc: 'tRPC',
};

function describeType(type: string): string {
  const key = type.toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] ?? type : type.slice(0, 40);
}
