import { ApiError, badRequest } from './errors';
import type { Predicate } from './selectors';
import type { ObjectStore } from './store';
import type { KubeObject } from './types';
import type { Target } from './target';

/** The version of tokens that go on with whatever is there. */
const INCONSISTENT = -1;

type Token = { version: number; after: string };

export type Page = {
  items: KubeObject[];
  version: number;
  continue?: string;
  remaining?: number;
};

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

function readToken(text: string): Token {
  try {
    const token: Token = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof token.version === 'number' && typeof token.after === 'string') {
      return token;
    }
  } catch {
    // Falls through to the same answer as any other text that is no token.
  }
  throw badRequest('continue key is not valid');
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Pages of what was forgotten are refused, with a way to go on all the same. */
function checkAge(store: ObjectStore, token: Token | undefined): void {
  if (token && token.version !== INCONSISTENT && token.version < store.oldest) {
    throw new ApiError(
      410,
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      { continue: writeToken({ ...token, version: INCONSISTENT }) },
    );
  }
}

/** The past is not kept: only the latest state can be listed. */
function checkVersion(store: ObjectStore, query: URLSearchParams): void {
  const version = query.get('resourceVersion') ?? '';
  if (
    query.get('resourceVersionMatch') === 'Exact' &&
    Number(version) < store.version
  ) {
    throw new ApiError(
      410,
      'The resourceVersion for the provided list is too old.',
    );
  }
}

function readLimit(text: string | null): number | undefined {
  if (!text) {
    return undefined;
  }
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 0) {
    throw badRequest(`invalid limit: ${text}`);
  }
  return limit || undefined;
}

/** One page of what matches, in the order of namespaces and names. */
export function listPage(
  store: ObjectStore,
  target: Target,
  options: { matches: Predicate; query: URLSearchParams },
): Page {
  const limit = readLimit(options.query.get('limit'));
  const text = options.query.get('continue');
  const token = text ? readToken(text) : undefined;
  checkAge(store, token);
  checkVersion(store, options.query);
  const version =
    token && token.version !== INCONSISTENT ? token.version : store.version;
  const all = store
    .list(target.type, target.namespace)
    .filter(options.matches)
    .filter(object => !token || keyOf(object) > token.after);
  if (limit === undefined || all.length <= limit) {
    return { items: all, version };
  }
  const items = all.slice(0, limit);
  const next: Token = { version, after: keyOf(items[items.length - 1]) };
  return {
    items,
    version,
    continue: writeToken(next),
    remaining: all.length - limit,
  };
}
