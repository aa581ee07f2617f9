import { ConflictError } from '@backstage/errors';
import { parse } from 'yaml';

type JsonObject = Record<string, unknown>;

/** The part of a kubeconfig that its current context names. */
export type Kubeconfig = {
  cluster: JsonObject;
  user: JsonObject;
  namespace?: string;
};

/**
 * Reads the current context of a kubeconfig. Throws when there is none, and
 * when it wants a file of this machine.
 */
export function readKubeconfig(text: string): Kubeconfig {
  const root = parseYaml(text);
  if (!isObject(root)) {
    throw new ConflictError('The kubeconfig that Azure sent is not YAML');
  }
  const context = findNamed(root, 'context', root['current-context']);
  const cluster = findNamed(root, 'cluster', context.cluster);
  const user =
    context.user === undefined ? {} : findNamed(root, 'user', context.user);
  refuseFiles({ ...cluster, ...user });
  const { namespace } = context;
  return {
    cluster,
    user,
    ...(typeof namespace === 'string' && { namespace }),
  };
}

/** Without the parser's own words, which quote what may be a secret. */
function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function findNamed(
  root: JsonObject,
  kind: 'context' | 'cluster' | 'user',
  name: unknown,
): JsonObject {
  const list = root[`${kind}s`];
  const entries: unknown[] = Array.isArray(list) ? list : [];
  const found = entries.filter(isObject).find(entry => entry.name === name);
  const value = found?.[kind];
  if (!isObject(value)) {
    throw new ConflictError(
      `The kubeconfig that Azure sent has no ${kind} '${String(name)}'`,
    );
  }
  return value;
}

/** A server must not be able to make us read our own files. */
function refuseFiles(fields: JsonObject) {
  const file = [
    'certificate-authority',
    'client-certificate',
    'client-key',
    'tokenFile',
  ].find(key => key in fields);
  if (file) {
    throw new ConflictError(
      `The kubeconfig that Azure sent refers to a file ('${file}'), which is not read`,
    );
  }
}
