import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ClusterCredentials } from '@meshwright/plugin-mesh-node';
import { type Document, isMap, isSeq, parseDocument } from 'yaml';

/** Whoever renews a kubeconfig need not restart anything. */
const GOOD_FOR_MS = 60_000;

/** Where a kubeconfig names files, by the kind of entry. */
const FILES = {
  clusters: [['cluster', 'certificate-authority']],
  users: [
    ['user', 'client-certificate'],
    ['user', 'client-key'],
    ['user', 'tokenFile'],
    ['user', 'exec', 'command'],
  ],
};

/** Reaches clusters of type `kubeconfig` through a file of that name. */
export class KubeconfigCredentials implements ClusterCredentials {
  readonly type = 'kubeconfig';
  readonly #now: () => number;

  constructor(options: { now?: () => number } = {}) {
    this.#now = options.now ?? Date.now;
  }

  async getKubeconfig(options: {
    cluster: string;
    config: Config;
    signal?: AbortSignal;
  }): Promise<{ kubeconfig: string; expiresAt: Date }> {
    const { cluster, config, signal } = options;
    const path = config.getString('kubeconfig');
    const context = config.getOptionalString('context');
    if (/[\r\n{]/.test(path)) {
      // Whoever put the content there does not want to see it in a message.
      throw new InputError(
        `The 'kubeconfig' of cluster '${cluster}' must be the path of a file, not its content`,
      );
    }
    const text = await readFile(path, { encoding: 'utf8', signal }).catch(
      error => {
        signal?.throwIfAborted();
        const { code = 'unknown' } = error as NodeJS.ErrnoException;
        throw new InputError(
          `The kubeconfig '${path}' of cluster '${cluster}' cannot be read (${code})`,
        );
      },
    );
    return {
      kubeconfig: anchor(text, { folder: dirname(path), context }),
      expiresAt: new Date(this.#now() + GOOD_FOR_MS),
    };
  }
}

/**
 * Says which context is the current one, and where files are that are named
 * relative to the kubeconfig.
 */
function anchor(
  text: string,
  { folder, context }: { folder: string; context?: string },
): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    // Whoever uses the text says that it is not valid, without its content.
    return text;
  }
  const isMoved = anchorFiles(document, folder);
  if (context) {
    document.set('current-context', context);
  }
  return isMoved || context ? document.toString() : text;
}

function anchorFiles(document: Document, folder: string): boolean {
  let isMoved = false;
  for (const [list, paths] of Object.entries(FILES)) {
    const entries = document.get(list);
    const count = isSeq(entries) ? entries.items.length : 0;
    for (let index = 0; index < count; index += 1) {
      for (const path of paths) {
        const at = [list, index, ...path];
        const file = isReachable(document, at) ? document.getIn(at) : undefined;
        if (typeof file === 'string' && isRelative(file, path)) {
          document.setIn(at, join(folder, file));
          isMoved = true;
        }
      }
    }
  }
  return isMoved;
}

/** `getIn` throws for what lies inside of something that is no map. */
function isReachable(document: Document, at: Array<string | number>): boolean {
  return isMap(document.getIn(at.slice(0, -1)));
}

/** A command without a slash is looked for in `PATH`. */
function isRelative(file: string, path: readonly string[]): boolean {
  const isCommand = path.at(-1) === 'command';
  return (
    file !== '' && !isAbsolute(file) && !(isCommand && !/[\\/]/.test(file))
  );
}
