import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { MeshInput } from '../types';
import { compareLastGood } from './compareLastGood';
import { type EntityChange, type Reach, reachOfChange } from './reachOfChange';

/** More of them are no longer a change of a few. */
const MAX_CHANGES = 100;

/** Changes of entities, each once and as far as the widest of its reaches. */
class ChangeList {
  readonly #byRef = new Map<string, EntityChange>();

  /** False when it is not to be followed. */
  add(after: Entity, reach: Reach): boolean {
    if (reach === 'all' || this.#byRef.size >= MAX_CHANGES) {
      return false;
    }
    if (reach !== 'none') {
      const entityRef = stringifyEntityRef(after);
      const known = this.#byRef.get(entityRef);
      const callers = reach === 'callers' || (known?.callers ?? false);
      this.#byRef.set(entityRef, { entityRef, after, callers });
    }
    return true;
  }

  list(): EntityChange[] {
    return [...this.#byRef.values()];
  }
}

/** Undefined when a change may reach everything. */
export function listChanges(
  before: MeshInput,
  after: MeshInput,
): EntityChange[] | undefined {
  const changes = new ChangeList();
  const isSameLength = before.entities.length === after.entities.length;
  const isFollowed =
    isSameLength &&
    after.entities.every((now, index) => {
      const old = before.entities[index];
      return (
        old === now ||
        (stringifyEntityRef(now) === stringifyEntityRef(old) &&
          changes.add(now, reachOfChange(old, now)))
      );
    });
  const rows = isFollowed ? compareLastGood(before, after) : undefined;
  return rows?.every(({ entity, reach }) => changes.add(entity, reach))
    ? changes.list()
    : undefined;
}
