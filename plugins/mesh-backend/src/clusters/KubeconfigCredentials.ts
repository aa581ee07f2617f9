import { readFile } from 'node:fs/promises';
import type { Config } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import type { ClusterCredentials } from '@meshwright/plugin-mesh-node';
import { parseDocument } from 'yaml';

/** Reaches clusters of type `kubeconfig` through a file of that name. */
export class KubeconfigCredentials implements ClusterCredentials {
  readonly type = 'kubeconfig';

  async getKubeconfig(options: {
    cluster: string;
    config: Config;
    signal?: AbortSignal;
  }): Promise<{ kubeconfig: string }> {
    const { cluster, config, signal } = options;
    const path = config.getString('kubeconfig');
    const context = config.getOptionalString('context');
    const text = await readFile(path, { encoding: 'utf8', signal }).catch(
      error => {
        signal?.throwIfAborted();
        throw new InputError(
          `The kubeconfig '${path}' of cluster '${cluster}' cannot be read: ${
            toError(error).message
          }`,
        );
      },
    );
    return { kubeconfig: context ? useContext(text, context) : text };
  }
}

/** Says which context is the current one, whatever the file says. */
function useContext(text: string, context: string): string {
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    // Whoever uses the text says that it is not valid, without its content.
    return text;
  }
  document.set('current-context', context);
  return document.toString();
}
