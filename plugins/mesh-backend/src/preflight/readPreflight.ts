import { HttpMethod } from '@kubernetes/client-node';
import {
  LABEL_INSTANCE,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterRights,
  InstanceClaim,
} from '@meshwright/plugin-mesh-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  type CredentialsSource,
  KubernetesConnection,
  KubernetesMeshCluster,
} from '../clusters';
import { describeApiError } from '../clusters/describeApiError';
import { DEPLOYMENT } from '../clusters/kinds';
import { readKind } from '../clusters/readKind';
import { type ControlPlane, toControlPlane } from './toControlPlane';
import { selectControlPlane, type Wishes } from './selectControlPlane';

/** What there is to know of a cluster before anything is written to it. */
export type Preflight = {
  cluster: string;
  server: string;
  kubernetes: string;
  istio: ControlPlane;
  policyEngine?: string;
  /** `group/Kind` that the cluster does not serve. */
  missingKinds: string[];
  /** Who manages it; undefined when nobody does. */
  claim?: InstanceClaim;
  rights: ClusterRights;
  /** Namespaces with objects of an installation, by its name. */
  adopted: Record<string, string[]>;
};

type Target = {
  cluster: string;
  server: string;
  credentials: CredentialsSource;
  wishes: Wishes;
  logger: LoggerService;
};

/**
 * Reads a cluster and changes nothing. Throws a sentence for a person where
 * it cannot be managed.
 */
export async function readPreflight(target: Target): Promise<Preflight> {
  const { cluster, server, credentials } = target;
  const connection = new KubernetesConnection({ cluster, credentials });
  const { kubernetes, planes } = await explain(target, async () => ({
    kubernetes: await readVersion(connection),
    planes: (
      await readKind(connection, DEPLOYMENT, { labelSelector: 'app=istiod' })
    ).map(toControlPlane),
  }));
  const adapter = (rootNamespace: string) =>
    KubernetesMeshCluster.create({
      name: cluster,
      ...{ credentials, rootNamespace, logger: target.logger },
    });
  // Which kinds are served does not depend on where Istio is.
  const { facts, objects } = await adapter(planes[0]?.namespace ?? '').list();
  const missingKinds = facts.missingKinds ?? [];
  const istio = selectControlPlane(planes, {
    ...{ cluster, missingKinds, wishes: target.wishes },
  });
  const mesh = adapter(istio.namespace);
  const claim = await mesh.custody.read();
  const rights = await mesh.readRights();
  return {
    ...{ cluster, server, kubernetes, istio, missingKinds, rights },
    ...(facts.policyEngine && { policyEngine: facts.policyEngine }),
    ...(claim && { claim }),
    adopted: groupByInstance(objects),
  };
}

async function readVersion(connection: KubernetesConnection): Promise<string> {
  const { body } = await connection.send({
    method: HttpMethod.GET,
    path: '/version',
  });
  const { gitVersion } = (body ?? {}) as { gitVersion?: unknown };
  return typeof gitVersion === 'string' ? gitVersion : 'unknown';
}

async function explain<T>(
  { cluster, server }: Target,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new ServiceUnavailableError(
      `Could not read cluster '${cluster}' at ${server}: ${describeApiError(
        error,
      )}`,
    );
  }
}

function groupByInstance(
  objects: readonly MeshObject[],
): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { kind, metadata } of objects) {
    const instance = metadata.labels?.[LABEL_INSTANCE];
    const namespace =
      kind === 'Namespace' ? metadata.name : metadata.namespace ?? '';
    if (instance && namespace) {
      found.set(
        instance,
        (found.get(instance) ?? new Set<string>()).add(namespace),
      );
    }
  }
  return Object.fromEntries(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([instance, names]) => [instance, [...names].sort()]),
  );
}
