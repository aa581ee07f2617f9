import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { PreviewResponse } from '../api/types';
import { compileCluster } from '../compile';
import { type BuiltModel, buildModel } from '../model';
import type { MeshInput, MeshModel } from '../model/types';
import { digestObject, objectKey, recordKey } from '../objects';
import { diffAccess, toChange } from './diffAccess';

/** What {@link derivePreview} compares with what is. @public */
export type PreviewOptions = {
  input: MeshInput;
  /** They take the place of those of the same reference. */
  entities: Entity[];
  /** Full references of entities that would be gone for good. */
  removed?: readonly string[];
  /** Definitions of APIs as they would be, where they differ. */
  contracts?: MeshInput['contracts'];
};

/**
 * What would change if these entities were in the catalog as given: who gains
 * or loses access, and which objects follow.
 *
 * @public
 */
export function derivePreview(options: PreviewOptions): PreviewResponse {
  const { input, entities } = options;
  const before = buildModel(input);
  const after = buildOverlay(options, before.model);
  const refs = new Set(entities.map(stringifyEntityRef));
  return {
    access: diffAccess(before.model, after.model),
    waiting: after.model.edges
      .map(edge => toChange(edge))
      .filter(
        change =>
          change.consent !== 'granted' &&
          (refs.has(change.consumerRef) || refs.has(change.providerRef)),
      ),
    objects: diffObjects(before.model, after.model),
    diagnostics: after.diagnostics.filter(({ entityRef }) =>
      refs.has(entityRef),
    ),
  };
}

/**
 * The given entities replace those of the same reference. Namespaces that
 * only they bring are taken as created by the product, and so enforced.
 */
function buildOverlay(
  { input, entities, removed = [], contracts }: PreviewOptions,
  before: MeshModel,
): BuiltModel {
  const gone = new Set(removed);
  const current = new Map(
    input.entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    current.set(ref, withLocation(entity, current.get(ref)));
  }
  removed.forEach(ref => current.delete(ref));
  const overlaid: MeshInput = {
    ...input,
    entities: [...current.values()],
    lastGood: input.lastGood.filter(({ entityRef }) => !gone.has(entityRef)),
    ...(contracts && { contracts: { ...input.contracts, ...contracts } }),
  };
  const first = buildModel(overlaid);
  const known = new Set(
    [...before.namespaces, ...input.stages].map(row => keyOf(row)),
  );
  const created = first.model.namespaces
    .filter(namespace => !known.has(keyOf(namespace)))
    .map(({ cluster, name }) => ({
      cluster,
      namespace: name,
      stage: 'enforce' as const,
      step: 'network' as const,
      created: true,
      by: 'preview',
      at: input.instant,
    }));
  return created.length > 0
    ? buildModel({ ...overlaid, stages: [...input.stages, ...created] })
    : first;
}

function keyOf(row: { cluster: string; namespace?: string; name?: string }) {
  return `${row.cluster}/${row.namespace ?? row.name}`;
}

/** A draft has no location yet; it will be where the entity is now. */
function withLocation(draft: Entity, current: Entity | undefined): Entity {
  const annotations = Object.fromEntries(
    Object.entries(current?.metadata.annotations ?? {}).filter(([key]) =>
      key.startsWith('backstage.io/managed-by-'),
    ),
  );
  const { metadata } = draft;
  return {
    ...draft,
    metadata: {
      ...metadata,
      annotations: { ...annotations, ...metadata.annotations },
    },
  };
}

function diffObjects(
  before: MeshModel,
  after: MeshModel,
): PreviewResponse['objects'] {
  return after.clusters.flatMap(({ name }) => {
    const had = indexDigests(before, name);
    const has = indexDigests(after, name);
    const keys = [...new Set([...had.keys(), ...has.keys()])].sort();
    return keys
      .filter(key => had.get(key) !== has.get(key))
      .map(key => ({ cluster: name, key, change: changeOf(key, had, has) }));
  });
}

function changeOf(
  key: string,
  had: Map<string, string>,
  has: Map<string, string>,
): 'create' | 'update' | 'delete' {
  if (!had.has(key)) {
    return 'create';
  }
  return has.has(key) ? 'update' : 'delete';
}

function indexDigests(model: MeshModel, cluster: string): Map<string, string> {
  const { objects, records } = compileCluster(model, cluster);
  return new Map([
    ...objects.map(
      ({ object }) => [objectKey(object), digestObject(object)] as const,
    ),
    ...records.map(
      ({ record }) => [recordKey(record), JSON.stringify(record)] as const,
    ),
  ]);
}
