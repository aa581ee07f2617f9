import {
  ANNOTATION_ENTITIES,
  hashDeclaration,
  isOwned,
  type PassResult,
} from '@meshwright/plugin-mesh-common';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Hint, MeshDatabase } from '../database';
import type { PassModel } from './buildPassModel';

const HINT_MINUTES = 10;

/** Kinds that are labelled, and never deleted. */
const LASTING_KINDS = ['Namespace', 'ServiceAccount'];

/**
 * Forgets what a pass has dealt with: hints whose change it read, and gone
 * entities whose objects it withdrew.
 */
export async function forgetWithdrawn(options: {
  pass: PassResult;
  built: PassModel;
  stores: MeshDatabase;
  now: Date;
}): Promise<void> {
  const { built, stores, pass } = options;
  const hints = await listDoneHints(options);
  if (hints.length > 0) {
    await stores.hints.remove(hints);
  }
  const inModel = new Set(
    built.model.workloads.map(({ entityRef }) => entityRef),
  );
  const gone = built.input.lastGood
    .filter(({ missingSince }) => missingSince !== undefined)
    .map(({ entityRef }) => entityRef)
    .filter(ref => !inModel.has(ref));
  const inCluster =
    gone.length > 0
      ? listEntitiesWithObjects(pass, built.input.instance)
      : undefined;
  const withdrawn = gone.filter(ref => inCluster && !inCluster.has(ref));
  if (withdrawn.length > 0) {
    await stores.lastGood.remove(withdrawn);
  }
}

async function listDoneHints(options: {
  built: PassModel;
  stores: MeshDatabase;
  now: Date;
}): Promise<Hint[]> {
  const { built, stores, now } = options;
  const hints = await stores.hints.list();
  if (hints.length === 0) {
    return [];
  }
  const hinted = new Set(hints.map(({ entityRef }) => entityRef));
  const hashes = new Map(
    built.input.entities
      .map(entity => ({ entity, ref: stringifyEntityRef(entity) }))
      .filter(({ ref }) => hinted.has(ref))
      .map(({ entity, ref }) => [ref, hashDeclaration(entity)]),
  );
  return hints.filter(
    ({ entityRef, hash, at }) =>
      hashes.get(entityRef) === hash ||
      now.getTime() - Date.parse(at) > HINT_MINUTES * 60_000,
  );
}

/** Undefined when the cluster was not read: then nothing is known to be gone. */
function listEntitiesWithObjects(
  pass: PassResult,
  instance: string,
): Set<string> | undefined {
  if (!pass.snapshot || pass.held) {
    return undefined;
  }
  return new Set(
    pass.snapshot.objects
      .filter(object => isOwned(object, instance))
      .filter(({ kind }) => !LASTING_KINDS.includes(kind))
      .flatMap(({ metadata }) =>
        (metadata.annotations?.[ANNOTATION_ENTITIES] ?? '').split(','),
      ),
  );
}
