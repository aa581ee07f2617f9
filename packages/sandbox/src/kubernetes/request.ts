import type { IncomingMessage } from 'node:http';
import { duplicateFields, readYaml } from './duplicates';
import { ApiError, badRequest, unknownPath } from './errors';
import { findResource } from './resources';
import type { FieldValidation } from './validation';
import type { Target } from './target';

const LIMIT = 3 * 1024 * 1024;

/** Namespace and what follows; `namespaces/x/status` is not inside of x. */
function splitNamespace(parts: string[]) {
  const inside =
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !['status', 'finalize'].includes(parts[2]);
  return inside
    ? { namespace: parts[1], rest: parts.slice(2) }
    : { namespace: undefined, rest: parts };
}

function isServed(target: Target): boolean {
  const { type, subresource, name, namespace } = target;
  if (type.namespaced ? name && !namespace : namespace) {
    return false;
  }
  const parts: Record<string, boolean> = {
    status: type.status,
    scale: type.scale,
    token: type.kind === 'ServiceAccount',
  };
  return !subresource || parts[subresource] === true;
}

/** The resource that a path names; undefined when it is not one. */
export function readTarget(path: string): Target | undefined {
  const [, root, ...parts] = path.split('/').map(decodeURIComponent);
  if (root !== 'api' && root !== 'apis') {
    return undefined;
  }
  const group = root === 'apis' ? parts.shift() ?? '' : '';
  const version = parts.shift() ?? '';
  const { namespace, rest } = splitNamespace(parts);
  const [plural, name, subresource, ...more] = rest;
  if (!plural) {
    return undefined;
  }
  const type = findResource(group, version, plural);
  const target = type && { type, version, namespace, name, subresource };
  if (!target || more.length > 0 || !isServed(target)) {
    throw unknownPath();
  }
  return target;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LIMIT) {
      throw new ApiError(
        413,
        `Request entity too large: limit is ${LIMIT} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export type Body = {
  contentType: string;
  value: unknown;
  /** What is said more than once: paths in JSON, lines of words in YAML. */
  duplicates: string[];
};

/** Reads JSON or YAML, whichever the content type says. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const text = await readText(request);
  const header = request.headers['content-type'] ?? 'application/json';
  const contentType = header.split(';')[0].trim();
  if (text === '') {
    return { contentType, value: undefined, duplicates: [] };
  }
  if (!/^application\/(.*\+)?(json|yaml)$/.test(contentType)) {
    throw new ApiError(
      415,
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
      { details: {} },
    );
  }
  try {
    if (contentType.endsWith('yaml')) {
      return { contentType, ...readYaml(text) };
    }
    const value: unknown = JSON.parse(text);
    return { contentType, value, duplicates: duplicateFields(text) };
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : '';
    throw badRequest(`error decoding the body: ${why}`);
  }
}

export function readFieldValidation(query: URLSearchParams): FieldValidation {
  return (query.get('fieldValidation') || 'Warn') as FieldValidation;
}

export function readDryRun(query: URLSearchParams): boolean {
  return query.getAll('dryRun').includes('All');
}

/** Who writes: as the request says, else the client's name for itself. */
export function readManager(
  request: IncomingMessage,
  query: URLSearchParams,
): string {
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0];
  return (query.get('fieldManager') || agent).slice(0, 128);
}
