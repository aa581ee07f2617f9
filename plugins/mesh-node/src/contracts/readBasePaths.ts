import { isRecord, type JsonRecord } from './json';
import { CONTRACT_LIMITS } from './limits';
import type { ProblemList } from './ProblemList';
import { UnreadableDefinition } from './UnreadableDefinition';

/**
 * The base paths of a list of servers, without the slash at their end.
 * Undefined when there is no list, so that an outer one applies.
 */
export function readBasePaths(
  servers: unknown,
  options: { at: string; problems: ProblemList },
): string[] | undefined {
  const { at, problems } = options;
  if (servers === undefined) return undefined;
  if (!Array.isArray(servers)) {
    problems.error(
      at,
      'servers is not a list; nothing is reachable through it',
    );
    return [];
  }
  if (servers.length > CONTRACT_LIMITS.servers) {
    throw new UnreadableDefinition(
      `There are ${servers.length} servers in one list; ${CONTRACT_LIMITS.servers} are read at most`,
      at,
    );
  }
  if (servers.length === 0) return undefined;
  const paths = new Set<string>();
  for (const [index, server] of servers.entries()) {
    const read = readBasePath(server);
    if ('path' in read) paths.add(read.path);
    else problems.error(`${at}/${index}/url`, read.problem);
  }
  return [...paths];
}

/** `basePath` of Swagger 2; host and schemes do not matter to a path. */
export function readSwaggerBase(
  basePath: unknown,
  problems: ProblemList,
): string[] {
  if (basePath === undefined) return [''];
  if (typeof basePath === 'string' && /^(\/|$)/.test(basePath)) {
    return [withoutLastSlash(basePath)];
  }
  problems.error('/basePath', "basePath does not start with '/'");
  return [];
}

type BasePath = { path: string } | { problem: string };

function readBasePath(server: unknown): BasePath {
  if (!isRecord(server) || typeof server.url !== 'string') {
    return { problem: 'The server has no url' };
  }
  if (server.url.length > 2 * CONTRACT_LIMITS.path) {
    return { problem: 'The url of the server is too long' };
  }
  const url = fillVariables(server.url, server.variables);
  const path = url
    .replace(/^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/[^/?#]*/, '')
    .replace(/[?#].*$/s, '');
  if (/[{}]/.test(path)) {
    return {
      problem: `The url '${server.url}' has a variable without a default; add it under variables`,
    };
  }
  if (path !== '' && !path.startsWith('/')) {
    return {
      problem: `The url '${server.url}' is relative to a place that is not known here; start it with '/' or with the scheme`,
    };
  }
  return { path: withoutLastSlash(path) };
}

function fillVariables(url: string, variables: unknown): string {
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = readDefault(variables, name);
    return value === undefined ? whole : value;
  });
}

function readDefault(variables: unknown, name: string): string | undefined {
  if (!isRecord(variables) || !Object.hasOwn(variables, name)) return undefined;
  const variable = variables[name] as JsonRecord | undefined;
  const value = isRecord(variable) ? variable.default : undefined;
  // YAML reads a version such as 2 as a number.
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : undefined;
}

function withoutLastSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
