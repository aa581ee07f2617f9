import type { ClusterFacts, MeshObject } from '@meshwright/plugin-mesh-common';
import {
  FIELD_MANAGER,
  LABEL_MANAGED_BY,
} from '@meshwright/plugin-mesh-common';
import { hasCode } from './KubernetesApiError';
import type { KubernetesConnection } from './KubernetesConnection';
import {
  DAEMON_SET,
  DEPLOYMENT,
  type KindPath,
  UNMODELLED_KINDS,
} from './kinds';
import { readKind, type ReadKindOptions } from './readKind';

type FactsOptions = { rootNamespace: string; signal?: AbortSignal };

/** DaemonSets that enforce network policies, and where they run. */
const ENGINES = [
  { namespace: 'kube-system', daemonSet: 'cilium', engine: 'cilium' },
  { namespace: 'kube-system', daemonSet: 'azure-npm', engine: 'azure-npm' },
  { namespace: 'kube-system', daemonSet: 'calico-node', engine: 'calico' },
  { namespace: 'calico-system', daemonSet: 'calico-node', engine: 'calico' },
];

/** Reads what no single object of the mesh shows. */
export async function readFacts(
  connection: KubernetesConnection,
  options: FactsOptions,
): Promise<ClusterFacts> {
  const { signal } = options;
  const [revisions, policyEngine, ...unmodelled] = await Promise.all([
    readRevisions(connection, options),
    readPolicyEngine(connection, signal),
    ...UNMODELLED_KINDS.map(path => readUnmodelled(connection, path, signal)),
  ]);
  return {
    revisions,
    ...(policyEngine && { policyEngine }),
    unmodelled: unmodelled.flat(),
  };
}

async function readRevisions(
  connection: KubernetesConnection,
  options: FactsOptions,
): Promise<string[]> {
  const deployments = await readKind(connection, DEPLOYMENT, {
    namespace: options.rootNamespace,
    labelSelector: 'app=istiod',
    signal: options.signal,
  });
  const revisions = deployments
    .filter(({ status }) => Number(status?.readyReplicas ?? 0) > 0)
    .map(({ metadata }) => metadata.labels?.['istio.io/rev'] ?? 'default');
  return [...new Set(revisions)].sort();
}

async function readPolicyEngine(
  connection: KubernetesConnection,
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const namespace of ['kube-system', 'calico-system']) {
    const daemonSets = await readWherePermitted(connection, DAEMON_SET, {
      namespace,
      signal,
    });
    const found = ENGINES.find(
      each =>
        each.namespace === namespace &&
        daemonSets?.some(({ metadata }) => metadata.name === each.daemonSet),
    );
    if (found) {
      return found.engine;
    }
  }
  return undefined;
}

async function readUnmodelled(
  connection: KubernetesConnection,
  path: KindPath,
  signal?: AbortSignal,
): Promise<ClusterFacts['unmodelled']> {
  const objects = await readWherePermitted(connection, path, { signal });
  if (!objects) {
    // Nobody knows what is there, so it may select anything.
    return [{ kind: path.kind, name: '*' }];
  }
  return objects.filter(isForeign).map(({ kind, metadata }) => ({
    kind,
    ...(metadata.namespace && { namespace: metadata.namespace }),
    name: metadata.name,
  }));
}

function isForeign({ kind, metadata }: MeshObject): boolean {
  return (
    kind !== 'EnvoyFilter' ||
    metadata.labels?.[LABEL_MANAGED_BY] !== FIELD_MANAGER
  );
}

/** Undefined when the credentials may not read the kind. */
async function readWherePermitted(
  connection: KubernetesConnection,
  path: KindPath,
  options: ReadKindOptions,
): Promise<MeshObject[] | undefined> {
  try {
    return await readKind(connection, path, options);
  } catch (error) {
    if (hasCode(error, 403)) {
      return undefined;
    }
    throw error;
  }
}
