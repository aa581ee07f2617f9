import {
  compileCluster,
  type MeshModel,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import type { Scene } from '../input/readScene';
import { UsageError } from '../terminal';
import type { Party } from './parseParty';
import { describeMissing } from './toParty';

/** Clusters in which both run whom the question is about. */
export function clustersOf(
  model: MeshModel,
  parties: { from: Party; to: Party },
): Set<string> {
  const shared = new Set(model.clusters.map(({ name }) => name));
  for (const option of ['from', 'to'] as const) {
    const party = parties[option];
    if (party.type !== 'entity' || party.ref.startsWith('api:')) continue;
    const own = model.workloads
      .filter(({ entityRef }) => entityRef === party.ref)
      .map(({ cluster }) => cluster);
    if (own.length === 0) {
      throw new UsageError(describeMissing(option, party.ref, { model }));
    }
    for (const name of shared) {
      if (!own.includes(name)) shared.delete(name);
    }
  }
  return shared;
}

/** What would be in the cluster: what is compiled, and manifests besides. */
export function listObjects(
  { manifests }: Scene,
  cluster: string | undefined,
  model: MeshModel,
): MeshObject[] {
  const compiled = cluster ? compileCluster(model, cluster).objects : [];
  const all = [
    ...[...manifests.values()].map(({ object }) => object),
    ...compiled.map(({ object }) => object),
  ].map(object => [objectKey(object), object] as const);
  return [...new Map(all).values()];
}
