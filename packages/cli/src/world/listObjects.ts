import {
  compileCluster,
  type MeshModel,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { Scene } from '../input/readScene';
import { listManifests } from './listManifests';

/** What would be in the cluster: what is compiled, and manifests besides. */
export function listObjects(
  scene: Pick<Scene, 'manifests'>,
  model: MeshModel,
  cluster: string | undefined,
): MeshObject[] {
  const compiled = cluster ? compileCluster(model, cluster).objects : [];
  const all = [
    ...listManifests(scene, model, cluster),
    ...compiled.map(({ object }) => object),
  ].map(object => [objectKey(object), object] as const);
  return [...new Map(all).values()];
}
