import { readFile } from 'node:fs/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';

/** Which of the clusters of a kubeconfig is meant. */
export type Target = { context: string; server: string };

/**
 * Finds the context, the current one unless another is named. The content of
 * the file never gets into an error: there are secrets in it.
 */
export async function findTarget(
  path: string,
  context: string | undefined,
): Promise<Target> {
  const kubeconfig = parse(path, await read(path));
  const names = kubeconfig.getContexts().map(({ name }) => name);
  const known = names.length
    ? `it has ${names.map(name => `'${name}'`).join(', ')}`
    : 'it has none';
  const wanted = context ?? kubeconfig.getCurrentContext();
  if (!wanted) {
    throw new InputError(
      `'${path}' has no current context; say with --context which one is meant: ${known}`,
    );
  }
  if (!names.includes(wanted)) {
    throw new InputError(`'${path}' has no context '${wanted}'; ${known}`);
  }
  kubeconfig.setCurrentContext(wanted);
  const cluster = kubeconfig.getCurrentCluster();
  if (!cluster) {
    throw new InputError(
      `The context '${wanted}' of '${path}' names a cluster that is not in the file`,
    );
  }
  return { context: wanted, server: withoutLogin(cluster.server) };
}

function withoutLogin(server: string): string {
  return server.replace(/\/\/[^/]*@/, '//');
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new InputError(
      code === 'ENOENT'
        ? `There is no file '${path}'; give --kubeconfig the path of one`
        : `The kubeconfig '${path}' cannot be read (${code})`,
    );
  }
}

function parse(path: string, text: string): KubeConfig {
  const kubeconfig = new KubeConfig();
  try {
    kubeconfig.loadFromString(text);
  } catch {
    throw new InputError(
      `'${path}' is no kubeconfig: it cannot be read as YAML with clusters, users and contexts`,
    );
  }
  return kubeconfig;
}
