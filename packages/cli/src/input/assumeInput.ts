import type { Entity } from '@backstage/catalog-model';
import {
  type Binding,
  type ClusterConfig,
  type Declaration,
  type MeshInput,
  type NamespaceStage,
  readDeclaration,
} from '@meshwright/plugin-mesh-common';
import { assumeCluster } from './clusters';

/** What is made up where nothing is known, and how it is told. */
export type AssumedInput = { input: MeshInput; assumptions: string[] };

type Given = {
  /** Those that were there first come first. */
  entities: readonly Entity[];
  clusters?: ClusterConfig[];
  instant: string;
  instance: string;
};

/**
 * The input of a mesh in which everyone owns what they claim, every
 * namespace is enforced, and nobody has approved anything.
 */
export function assumeInput(given: Given): AssumedInput {
  const { entities, clusters, instant, instance } = given;
  const claims = listClaims(entities);
  const names = [
    ...new Set(
      claims.flatMap(({ deployments }) => deployments.map(d => d.cluster)),
    ),
  ].sort();
  const input: MeshInput = {
    version: 1,
    instant,
    instance,
    clusters: clusters ?? names.map(assumeCluster),
    entities: [...entities],
    bindings: bindHosts(claims, instant),
    approvals: [],
    stages: assumeStages(entities, instant),
    lastGood: [],
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
    },
  };
  return {
    input,
    assumptions: [
      'Namespaces and hosts belong to whoever claims them first (no --input)',
      'Nothing is approved: an edge to another owner needs an access rule of its provider (no --input)',
      'Every namespace is at stage enforce, step network (no --input)',
      ...(clusters || names.length === 0
        ? []
        : [
            `${names.join(
              ', ',
            )}: the cluster is as the Istio add-on of AKS installs it (revision asm-1-29, root namespace aks-istio-system, trust domain cluster.local), without a private zone (no --clusters)`,
          ]),
    ],
  };
}

/** Namespaces are bound to the first by the model itself; hosts are not. */
function bindHosts(claims: readonly Declaration[], at: string): Binding[] {
  const owners = new Map<string, string>();
  for (const { owner, deployments, external } of claims) {
    const hosts = [
      ...deployments.flatMap(({ expose }) => expose.map(({ host }) => host)),
      ...(external?.hosts ?? []),
    ];
    for (const host of hosts) {
      if (owner && !owners.has(host)) owners.set(host, owner);
    }
  }
  return [...owners].map(([host, owner]) => ({
    id: `assumed:${host}`,
    cluster: '*',
    host,
    owner,
    origin: 'first-come',
    by: 'first-come',
    at,
  }));
}

/** Every namespace that is claimed is enforced. */
export function assumeStages(
  entities: readonly Entity[],
  at: string,
): NamespaceStage[] {
  const stages = new Map<string, NamespaceStage>();
  for (const { deployments } of listClaims(entities)) {
    for (const { cluster, namespace } of deployments) {
      stages.set(`${cluster}/${namespace}`, {
        cluster,
        namespace,
        stage: 'enforce',
        step: 'network',
        created: true,
        by: 'assumed',
        at,
      });
    }
  }
  return [...stages.values()];
}

function listClaims(entities: readonly Entity[]): Declaration[] {
  return entities.flatMap(entity => readDeclaration(entity).declaration ?? []);
}
