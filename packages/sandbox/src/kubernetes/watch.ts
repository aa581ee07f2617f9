import type { ServerResponse } from 'node:http';
import { ApiError, badRequest } from './errors';
import { resourceName } from './resources';
import type { Predicate } from './selectors';
import type { ObjectStore, StoreEvent } from './store';
import type { KubeObject } from './types';
import type { Target } from './target';

type WatchRequest = {
  target: Target;
  query: URLSearchParams;
  matches: Predicate;
  /** How an object is answered: in the version and form asked for. */
  present: (object: KubeObject) => unknown;
};

const BOOKMARK_MS = 10_000;

/** Streams changes as lines of JSON. */
export class Watches {
  readonly #store: ObjectStore;
  readonly #open = new Set<() => void>();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Ends every watch, as a restarting API server does. */
  closeAll(): void {
    [...this.#open].forEach(close => close());
  }

  serve(request: WatchRequest, response: ServerResponse): void {
    const { query } = request;
    const from = readVersion(query.get('resourceVersion'));
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache, private',
    });
    response.flushHeaders();
    const send = (type: string, object: unknown) =>
      response.write(`${JSON.stringify({ type, object })}\n`);
    if (from > 0 && from < this.#store.oldest) {
      const message = `too old resource version: ${from} (${
        this.#store.oldest
      })`;
      send('ERROR', new ApiError(410, message).status);
      response.end();
      return;
    }
    this.#replay(request, { from, send });
    this.#follow(request, { response, send });
  }

  /** What was there, or what happened since. */
  #replay(
    request: WatchRequest,
    options: { from: number; send: (type: string, object: unknown) => void },
  ): void {
    const { target, matches, query, present } = request;
    const { from, send } = options;
    const initial = query.get('sendInitialEvents') === 'true';
    if (from > 0 && !initial) {
      for (const event of this.#store.since(from)) {
        forward(event, request, send);
      }
      return;
    }
    for (const object of this.#store.list(target.type, target.namespace)) {
      if (matches(object)) {
        send('ADDED', present(object));
      }
    }
    if (initial) {
      send('BOOKMARK', this.#bookmark(target, true));
    }
  }

  #follow(
    request: WatchRequest,
    options: {
      response: ServerResponse;
      send: (type: string, object: unknown) => void;
    },
  ): void {
    const { response, send } = options;
    const { query, target } = request;
    const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800;
    const unsubscribe = this.#store.subscribe(event =>
      forward(event, request, send),
    );
    const bookmarks =
      query.get('allowWatchBookmarks') === 'true'
        ? setInterval(
            () => send('BOOKMARK', this.#bookmark(target, false)),
            Math.min(BOOKMARK_MS, (seconds * 1000) / 2),
          )
        : undefined;
    const close = () => {
      clearInterval(bookmarks);
      unsubscribe();
      this.#open.delete(close);
      response.end();
    };
    const end = setTimeout(close, seconds * 1000);
    response.on('close', () => clearTimeout(end));
    this.#open.add(close);
    response.on('close', close);
  }

  #bookmark(target: Target, initial: boolean): unknown {
    return {
      kind: target.type.kind,
      apiVersion: target.type.group
        ? `${target.type.group}/${target.version}`
        : target.version,
      metadata: {
        resourceVersion: String(this.#store.version),
        ...(initial && {
          annotations: { 'k8s.io/initial-events-end': 'true' },
        }),
      },
    };
  }
}

function readVersion(text: string | null): number {
  const version = Number(text || 0);
  if (!Number.isInteger(version) || version < 0) {
    throw badRequest(`invalid resource version: ${text}`);
  }
  return version;
}

/** What leaves a selection is deleted for its watcher, what enters is added. */
function forward(
  event: StoreEvent,
  request: WatchRequest,
  send: (type: string, object: unknown) => void,
): void {
  const { target, matches, present } = request;
  const { namespace } = event.object.metadata;
  if (
    event.resource !== resourceName(target.type) ||
    (target.namespace && target.namespace !== namespace)
  ) {
    return;
  }
  const is = event.type !== 'DELETED' && matches(event.object);
  const was = event.previous !== undefined && matches(event.previous);
  if (!is && !was) {
    return;
  }
  const changed = was ? 'MODIFIED' : 'ADDED';
  send(is ? changed : 'DELETED', present(event.object));
}
