import type { ClusterConfig, MeshInput } from '@meshwright/plugin-mesh-common';
import type { CatalogListing } from '../catalog';
import type { MeshConfig } from '../config';
import type { MeshDatabase } from '../database';
import { readContracts } from './readContracts';

/** Puts together everything that decides what the mesh should look like. */
export async function readMeshInput(options: {
  config: MeshConfig;
  stores: MeshDatabase;
  /** A complete listing of the catalog. */
  listing: CatalogListing;
  now: Date;
}): Promise<MeshInput> {
  const { config, stores, listing, now } = options;
  const [bindings, approvals, stages, lastGood, contracts] = await Promise.all([
    stores.bindings.list(),
    stores.approvals.list(),
    stores.stages.list(),
    stores.lastGood.list(),
    readContracts(listing, stores.contracts),
  ]);
  // Copies: the next input is compared with this one, as it is now.
  const configured = structuredClone({
    clusters: config.clusters
      .map(({ cluster }) => cluster)
      .filter((cluster): cluster is ClusterConfig => cluster !== undefined),
    guardrails: config.guardrails,
    bindings: config.bindings,
    defaults: config.defaults,
  });
  return {
    version: 1,
    instant: now.toISOString(),
    instance: config.instance,
    entities: listing.entities,
    contracts,
    ...configured,
    bindings: [...configured.bindings, ...bindings],
    approvals,
    stages,
    lastGood,
  };
}
