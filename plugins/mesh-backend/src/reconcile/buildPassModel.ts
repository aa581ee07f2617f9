import {
  type ClusterSnapshot,
  type MeshInput,
  type MeshModel,
  type NamespaceStage,
} from '@meshwright/plugin-mesh-common';
import type { CatalogListing } from '../catalog';
import type { MeshConfig } from '../config';
import type { MeshDatabase } from '../database';
import { type PassModel, PassModelBuilder } from './PassModelBuilder';
import { readMeshInput } from './readMeshInput';

export type { PassModel } from './PassModelBuilder';

type Reading = {
  config: MeshConfig;
  stores: MeshDatabase;
  listing: CatalogListing;
  now: Date;
  /** What knows the models before; by default nothing does. */
  models?: PassModelBuilder;
};

/** Builds the model from what is known now; changes nothing. */
export async function buildCurrentModel(options: Reading): Promise<PassModel> {
  const { models = new PassModelBuilder() } = options;
  return models.build(await readMeshInput(options));
}

/**
 * Stores what a complete listing tells: new bindings, last good readings, and
 * that namespaces which are missing from the cluster are ours to create.
 * Hands out the model that follows from it.
 */
export async function storeDiscoveries(options: {
  built: PassModel;
  reading: Reading;
  /** Undefined while the cluster is not ours to write to. */
  managed?: { cluster: string; snapshot: ClusterSnapshot };
}): Promise<PassModel> {
  const { built, reading, managed } = options;
  const { stores, now } = reading;
  const at = now.toISOString();

  await stores.lastGood.sync({
    at,
    readable: built.readable,
    present: built.present,
  });
  await stores.contracts.sync({
    at,
    readable: listReadable(reading.listing),
    used: listUsedApis(built),
  });
  const present = new Set(built.present);
  const isNewlyMissing = built.input.lastGood.some(
    ({ entityRef, missingSince }) =>
      (missingSince === undefined) !== present.has(entityRef),
  );
  const bindings = managed ? built.model.newBindings : [];
  for (const binding of bindings) {
    await stores.bindings.add(binding);
  }
  const stages = managed
    ? listNewStages({ model: built.model, input: built.input, at, ...managed })
    : [];
  for (const stage of stages) {
    await stores.stages.put(stage);
  }
  return isNewlyMissing || bindings.length > 0 || stages.length > 0
    ? buildCurrentModel(reading)
    : built;
}

function listReadable({ contracts }: CatalogListing) {
  return new Map(
    [...contracts].filter(([, { kind }]) => kind !== 'unreadable'),
  );
}

/** APIs that are named by what is in force, or was when it was last read. */
function listUsedApis({ readable, input }: PassModel): Set<string> {
  const declarations = [
    ...readable,
    ...input.lastGood.map(({ declaration }) => declaration),
  ];
  return new Set(
    declarations.flatMap(({ needs, providesApis }) => [
      ...needs.map(({ targetRef }) => targetRef),
      ...providesApis,
    ]),
  );
}

/** A namespace that somebody else made stays off until it is adopted. */
function listNewStages(options: {
  model: MeshModel;
  input: MeshInput;
  cluster: string;
  snapshot: ClusterSnapshot;
  at: string;
}): NamespaceStage[] {
  const { model, input, cluster, snapshot, at } = options;
  const existing = new Set(
    snapshot.objects
      .filter(
        ({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1',
      )
      .map(({ metadata }) => metadata.name),
  );
  const staged = new Set(
    input.stages
      .filter(stage => stage.cluster === cluster)
      .map(({ namespace }) => namespace),
  );
  return model.namespaces
    .filter(namespace => namespace.cluster === cluster)
    .filter(({ name }) => !existing.has(name) && !staged.has(name))
    .map(({ name }) => ({
      cluster,
      namespace: name,
      stage: 'enforce' as const,
      step: 'network' as const,
      created: true,
      by: 'meshwright',
      at,
      reason: 'The namespace did not exist and is created by the mesh',
    }));
}
