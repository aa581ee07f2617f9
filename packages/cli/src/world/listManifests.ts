import type { MeshModel, MeshObject } from '@meshwright/plugin-mesh-common';
import type { Scene } from '../input/readScene';

/**
 * The manifests that can be of a cluster: those of namespaces that entities
 * only claim in other clusters are of those.
 */
export function listManifests(
  { manifests }: Pick<Scene, 'manifests'>,
  { workloads }: Pick<MeshModel, 'workloads'>,
  cluster: string | undefined,
): MeshObject[] {
  const here = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { namespace, cluster: where } of workloads) {
    (where === cluster ? here : elsewhere).add(namespace);
  }
  return [...manifests.values()]
    .map(({ object }) => object)
    .filter(({ kind, metadata }) => {
      const namespace =
        kind === 'Namespace' ? metadata.name : metadata.namespace ?? '';
      return here.has(namespace) || !elsewhere.has(namespace);
    });
}
