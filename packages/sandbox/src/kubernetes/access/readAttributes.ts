/** What a request wants to do, as RBAC judges it. */
export type Attributes =
  | {
      verb: string;
      group: string;
      version: string;
      resource: string;
      subresource: string;
      namespace: string;
      name: string;
    }
  | { verb: string; path: string };

const verbs: Record<string, string> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** These follow the name of a namespace and are not inside of it. */
const ofNamespaces = ['status', 'finalize'];

function verbFor(
  method: string,
  { name, query }: { name: string; query: URLSearchParams },
): string {
  const verb = verbs[method] ?? method.toLowerCase();
  if (name) {
    return verb;
  }
  const isWatch = ['true', '1'].includes(query.get('watch') ?? '');
  const many: Record<string, string> = {
    get: isWatch ? 'watch' : 'list',
    delete: 'deletecollection',
  };
  return many[verb] ?? verb;
}

/** A selection of one name is a request about that name. */
function selectedName(verb: string, query: URLSearchParams): string {
  const selector = query.get('fieldSelector') ?? '';
  const [, name = ''] = /^metadata\.name==?([^,=!]+)$/.exec(selector) ?? [];
  return ['list', 'watch', 'deletecollection'].includes(verb) ? name : '';
}

/**
 * Reads a request as the API server does before it knows whether it serves
 * the resource.
 */
export function readAttributes(
  method: string,
  path: string,
  query: URLSearchParams,
): Attributes {
  const [root, ...parts] = path
    .split('/')
    .filter(Boolean)
    .map(decodeURIComponent);
  const isResource =
    (root === 'api' && parts.length > 1) ||
    (root === 'apis' && parts.length > 2);
  if (!isResource) {
    return {
      verb: (verbs[method] === 'create' ? 'post' : method).toLowerCase(),
      path,
    };
  }
  const group = root === 'apis' ? parts.shift() ?? '' : '';
  const [version, ...rest] = parts;
  const [first, second = '', third] = rest;
  const namespace = first === 'namespaces' ? second : '';
  const isInside =
    namespace !== '' && third !== undefined && !ofNamespaces.includes(third);
  const [resource = '', given = '', subresource = ''] = isInside
    ? rest.slice(2)
    : rest;
  const verb = verbFor(method, { name: given, query });
  return {
    verb,
    group,
    version,
    resource,
    subresource,
    namespace,
    name: given || selectedName(verb, query),
  };
}
