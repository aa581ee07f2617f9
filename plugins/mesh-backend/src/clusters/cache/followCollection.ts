import { HttpMethod } from '@kubernetes/client-node';
import type { JsonObject } from '@backstage/types';
import { KubernetesApiError } from '../KubernetesApiError';
import type { KubernetesConnection } from '../KubernetesConnection';
import { collectionPath, type KindPath } from '../kinds';
import { readLines } from '../readLines';

/** The server ends a watch after this time; it is then resumed. */
const WATCH_SECONDS = 300;

/** One thing that a watch tells. */
export type WatchEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: JsonObject;
};

/**
 * Hands on what a watch tells from a version on, until the server ends it or
 * nothing came for too long: bookmarks come about once a minute, but not of a
 * kind of which nothing has ever changed, so silence may be either that or a
 * connection that is no more.
 */
export async function followCollection(
  connection: Pick<KubernetesConnection, 'stream'>,
  options: {
    path: KindPath;
    version: string;
    silenceMs: number;
    /** Called when the server has taken the watch on. */
    onOpen: () => void;
    onEvent: (event: WatchEvent) => void;
    signal: AbortSignal;
  },
): Promise<void> {
  const { path, version, silenceMs, onOpen, onEvent } = options;
  const silent = new AbortController();
  const timer = setTimeout(
    () => silent.abort(new Error(`Nothing was heard for ${silenceMs} ms`)),
    silenceMs,
  );
  const signal = AbortSignal.any([options.signal, silent.signal]);
  try {
    const stream = await connection.stream({
      method: HttpMethod.GET,
      path: collectionPath(path),
      query: {
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion: version,
        timeoutSeconds: WATCH_SECONDS,
      },
      signal,
    });
    onOpen();
    for await (const line of readLines(stream, signal)) {
      timer.refresh();
      onEvent(parseEvent(line));
    }
  } catch (error) {
    if (options.signal.aborted || !silent.signal.aborted) {
      throw error;
    }
  } finally {
    clearTimeout(timer);
    // Whoever is still on the line is let go.
    silent.abort();
  }
}

function parseEvent(line: string): WatchEvent {
  const { type, object } = JSON.parse(line);
  if (type === 'ERROR') {
    throw new KubernetesApiError({
      code: Number(object?.code ?? 500),
      status: object ?? {},
    });
  }
  return { type, object };
}
