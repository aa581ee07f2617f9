import {
  ANNOTATION_DIGEST,
  FIELD_MANAGER,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
} from '../objects/annotations';
import { isLabelOnly } from '../objects/canonicalize';
import { isSameObject } from '../objects/isSameObject';
import { objectKey } from '../objects/objectKey';
import { ownedPart } from '../objects/ownedPart';
import { isOwned } from '../objects/ownership';
import { finish, inSteps } from '../objects/steps';
import type { MeshObject } from '../objects/types';
import { PRUNED_KINDS } from './prunedKinds';
import type { Change, PlanConflict } from './types';

/** A change of an object. */
export type ObjectChange = Extract<Change, { target: 'object' }>;

type Compared = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  instance: string;
  retain: readonly string[];
};

type Differences = { changes: ObjectChange[]; conflicts: PlanConflict[] };

/** What differs between desired and live objects, in no order yet. */
export function listChanges(options: Compared): Differences {
  return finish(listChangeSteps(options));
}

/** The same in steps. */
export function* listChangeSteps(
  options: Compared,
): Generator<undefined, Differences> {
  const { live, instance } = options;
  const conflicts: PlanConflict[] = [];
  const kept = new Set(options.retain);

  const changes = yield* inSteps(options.desired, object => {
    const key = objectKey(object);
    kept.add(key);
    const conflict = findConflict({ object, live, instance });
    if (conflict) {
      conflicts.push({ key, message: conflict, desired: object });
      return [];
    }
    return compare(object, live.get(key), instance);
  });
  for (const [key, object] of live) {
    if (
      !kept.has(key) &&
      PRUNED_KINDS.includes(object.kind) &&
      isOwned(object, instance) &&
      !object.metadata.deletionTimestamp
    ) {
      changes.push({ target: 'object', type: 'delete', key, live: object });
    }
  }
  return { changes, conflicts };
}

function compare(
  desired: MeshObject,
  live: MeshObject | undefined,
  instance: string,
): ObjectChange[] {
  const key = objectKey(desired);
  if (!live) {
    return [{ target: 'object', type: 'create', key, desired }];
  }
  if (live.metadata.deletionTimestamp) {
    return [];
  }
  const wanted = ownedPart({ desired, live, instance });
  return isSameObject(wanted, live)
    ? []
    : [{ target: 'object', type: 'update', key, desired: wanted, live }];
}

function findConflict(options: {
  object: MeshObject;
  live: ReadonlyMap<string, MeshObject>;
  instance: string;
}): string | undefined {
  const { object, live, instance } = options;
  const { name, namespace } = object.metadata;
  const current = live.get(objectKey(object));
  if (current) {
    return describeForeign(current, instance);
  }
  const home = namespace ? live.get(`/Namespace//${namespace}`) : undefined;
  return home?.metadata.deletionTimestamp
    ? `Namespace '${namespace}' is being deleted, so ${object.kind} '${name}' ` +
        'cannot be created; it follows when the namespace is gone'
    : undefined;
}

function describeForeign(
  live: MeshObject,
  instance: string,
): string | undefined {
  const { name, namespace, labels = {}, deletionTimestamp } = live.metadata;
  const what = `${live.kind} '${namespace ? `${namespace}/` : ''}${name}'`;
  const other = labels[LABEL_INSTANCE];
  if (other !== undefined && other !== instance) {
    return `${what} belongs to the installation '${other}'; let that one give it up first`;
  }
  if (live.kind === 'Namespace' && deletionTimestamp) {
    return `${what} is being deleted; it is made again when it is gone`;
  }
  if (isOwned(live, instance) || isLabelOnly(live)) {
    return undefined;
  }
  if (live.metadata.annotations?.[ANNOTATION_DIGEST] !== undefined) {
    return `${what} has lost the labels that say whose it is, so it is left alone until somebody puts them back (${LABEL_MANAGED_BY}=${FIELD_MANAGER}, ${LABEL_INSTANCE}=${instance}) or deletes it`;
  }
  const manager = labels[LABEL_MANAGED_BY];
  const whose =
    manager && manager !== FIELD_MANAGER ? ` (managed by '${manager}')` : '';
  return `${what} exists and was not made by this installation${whose}; it is left alone until somebody renames or removes it`;
}
