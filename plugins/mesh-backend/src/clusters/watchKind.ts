import { setTimeout as sleep } from 'node:timers/promises';
import { HttpMethod } from '@kubernetes/client-node';
import {
  FIELD_MANAGER,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { KubernetesApiError, hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import { collectionPath, type KindPath } from './kinds';
import { readLines } from './readLines';

const LABEL_SELECTOR = `${LABEL_MANAGED_BY}=${FIELD_MANAGER}`;

/** The server ends a watch after this time; it is then resumed. */
const WATCH_SECONDS = 300;

export type WatchKindOptions = {
  path: KindPath;
  onChange: (key: string) => void;
  onError: (error: unknown) => void;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Milliseconds to wait after so many failures in a row. */
  delay?: (failures: number) => number;
};

/**
 * Tells of changes to objects of ours, forever.
 *
 * Where changes may have been missed, it tells of the kind as a whole: a key
 * without namespace and name.
 */
export async function watchKind(
  connection: KubernetesConnection,
  options: WatchKindOptions,
): Promise<void> {
  const { path, signal, delay = defaultDelay } = options;
  let version: string | undefined;
  let hasGap = false;
  let failures = 0;
  const note = (seen: string) => {
    version = seen;
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      if (version === undefined) {
        version = await readVersion(connection, path, signal);
        if (hasGap) {
          options.onChange(`${path.group}/${path.kind}//`);
        }
      }
      await follow(connection, { ...options, version, note });
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (hasCode(error, 410)) {
        version = undefined;
        hasGap = true;
      } else if (failures === 0) {
        options.onError(error);
      }
    }
    failures += 1;
    await sleep(delay(failures), undefined, { signal }).catch(() => {});
  }
}

/** Longer after each failure, and never as long as others. */
export function defaultDelay(failures: number): number {
  return Math.min(500 * 2 ** failures, 30_000) * (0.5 + Math.random() / 2);
}

async function readVersion(
  connection: KubernetesConnection,
  path: KindPath,
  signal: AbortSignal,
): Promise<string> {
  const { body } = await connection.send({
    method: HttpMethod.GET,
    path: collectionPath(path),
    query: { limit: 1, labelSelector: LABEL_SELECTOR },
    signal,
  });
  const list = body as { metadata?: { resourceVersion?: string } } | null;
  return list?.metadata?.resourceVersion ?? '';
}

async function follow(
  connection: KubernetesConnection,
  options: WatchKindOptions & {
    version: string;
    note: (version: string) => void;
  },
): Promise<void> {
  const { path, version, signal } = options;
  const silence = AbortSignal.timeout((WATCH_SECONDS + 30) * 1000);
  const stream = await connection.stream({
    method: HttpMethod.GET,
    path: collectionPath(path),
    query: {
      watch: true,
      allowWatchBookmarks: true,
      labelSelector: LABEL_SELECTOR,
      resourceVersion: version,
      timeoutSeconds: WATCH_SECONDS,
    },
    signal: AbortSignal.any([signal, silence]),
  });
  for await (const line of readLines(stream, signal)) {
    const seen = readEvent(line, options.onChange);
    if (seen) {
      options.note(seen);
    }
  }
}

/** Tells of one event, and returns the version that it leads to. */
function readEvent(
  line: string,
  onChange: (key: string) => void,
): string | undefined {
  const { type, object } = JSON.parse(line);
  if (type === 'ERROR') {
    throw new KubernetesApiError({
      code: Number(object?.code ?? 500),
      status: object ?? {},
    });
  }
  const changed = object as MeshObject;
  if (type !== 'BOOKMARK') {
    onChange(objectKey(changed));
  }
  return changed.metadata?.resourceVersion;
}
