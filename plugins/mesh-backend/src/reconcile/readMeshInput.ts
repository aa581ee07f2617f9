import type { Entity } from '@backstage/catalog-model';
import type { ClusterConfig, MeshInput } from '@meshwright/plugin-mesh-common';
import type { MeshConfig } from '../config';
import type { MeshDatabase } from '../database';

/** Puts together everything that decides what the mesh should look like. */
export async function readMeshInput(options: {
  config: MeshConfig;
  stores: MeshDatabase;
  /** A complete listing of the catalog. */
  entities: Entity[];
  now: Date;
}): Promise<MeshInput> {
  const { config, stores, entities, now } = options;
  const [bindings, approvals, stages, lastGood] = await Promise.all([
    stores.bindings.list(),
    stores.approvals.list(),
    stores.stages.list(),
    stores.lastGood.list(),
  ]);
  return {
    version: 1,
    instant: now.toISOString(),
    instance: config.instance,
    clusters: config.clusters
      .map(({ cluster }) => cluster)
      .filter((cluster): cluster is ClusterConfig => cluster !== undefined),
    entities,
    bindings: [...config.bindings, ...bindings],
    approvals,
    stages,
    lastGood,
    defaults: config.defaults,
  };
}
