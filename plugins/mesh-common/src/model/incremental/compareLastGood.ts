import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { readOnce } from '../read/readOnce';
import type { LastGood, MeshInput } from '../types';
import { type Reach, reachOfWords } from './reachOfChange';

/**
 * Entities of which other things are known from before than in the input
 * before, and how far that reaches. Undefined when it may reach everything.
 */
export function compareLastGood(
  before: MeshInput,
  after: MeshInput,
): Array<{ entity: Entity; reach: Reach }> | undefined {
  const [old, now] = [before.lastGood, after.lastGood];
  if (
    old.length !== now.length ||
    !isSameOrder(old, now) ||
    now.some((row, index) => !isSameButWords(row, old[index]))
  ) {
    return undefined;
  }
  const changed = new Map(
    now.flatMap((row, index) =>
      row.declaration === old[index].declaration
        ? []
        : [[row.entityRef, { row, old: old[index] }]],
    ),
  );
  const entities = changed.size === 0 ? [] : after.entities;
  const found = entities.flatMap(entity => {
    const rows = changed.get(stringifyEntityRef(entity));
    changed.delete(stringifyEntityRef(entity));
    return rows ? [{ entity, reach: reachOf(entity, rows) }] : [];
  });
  // What is left is of those that are gone, who stay as they were known.
  return changed.size === 0 ? found : undefined;
}

function isSameButWords(row: LastGood, old: LastGood): boolean {
  return (
    row.entityRef === old.entityRef &&
    row.missingSince === old.missingSince &&
    row.confirmed === old.confirmed
  );
}

/**
 * True when everybody was there before the same others as before: whoever was
 * read in the last pass still was, and nobody else.
 */
function isSameOrder(
  old: readonly LastGood[],
  now: readonly LastGood[],
): boolean {
  const [wasLast, isLast] = [latest(old), latest(now)];
  return (
    isLast >= wasLast &&
    now.every(({ seenAt }, index) =>
      seenAt === isLast
        ? old[index].seenAt === wasLast
        : old[index].seenAt === seenAt && seenAt !== wasLast,
    )
  );
}

function latest(rows: readonly LastGood[]): string {
  return rows.reduce((last, { seenAt }) => (seenAt > last ? seenAt : last), '');
}

function reachOf(
  entity: Entity,
  { row, old }: { row: LastGood; old: LastGood },
): Reach {
  const { unreadable, declaration } = readOnce(entity);
  return unreadable.length > 0 || !declaration
    ? 'all'
    : reachOfWords(old.declaration, row.declaration);
}
