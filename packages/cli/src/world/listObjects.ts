import {
  compileCluster,
  type MeshModel,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { Scene } from '../input/readScene';

/** What would be in the cluster: what is compiled, and manifests besides. */
export function listObjects(
  { manifests }: Pick<Scene, 'manifests'>,
  model: MeshModel,
  cluster: string | undefined,
): MeshObject[] {
  const compiled = cluster ? compileCluster(model, cluster).objects : [];
  const all = [
    ...[...manifests.values()].map(({ object }) => object),
    ...compiled.map(({ object }) => object),
  ].map(object => [objectKey(object), object] as const);
  return [...new Map(all).values()];
}
