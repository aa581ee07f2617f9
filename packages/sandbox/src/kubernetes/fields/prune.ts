import type { ResourceType } from '../types';
import { SEPARATOR, childrenOf, joinPath } from './tree';
import type { Child, FieldSet, Place } from './tree';

type Task = {
  /** What the manager owned before and no longer applies. */
  dropped: FieldSet;
  /** What anybody owns now. */
  owned: FieldSet;
};

/** Removes what a manager stopped applying and nobody else owns. */
export function pruneFields(
  object: unknown,
  type: ResourceType,
  task: Task,
): unknown {
  const dropped = [...task.dropped].filter(path => !task.owned.has(path));
  if (dropped.length === 0) {
    return object;
  }
  return pruneAt(
    object,
    { type, path: '', fields: '' },
    {
      dropped: new Set(dropped),
      owned: withAncestors(task.owned),
    },
  );
}

function withAncestors(fields: FieldSet): FieldSet {
  const all: FieldSet = new Set();
  for (const path of fields) {
    const elements = path.split(SEPARATOR);
    for (let count = 1; count <= elements.length; count++) {
      all.add(elements.slice(0, count).join(SEPARATOR));
    }
  }
  return all;
}

function touches(dropped: FieldSet, path: string): boolean {
  const inside = path + SEPARATOR;
  return [...dropped].some(other => other === path || other.startsWith(inside));
}

function pruneAt(
  value: unknown,
  at: Place & { fields: string },
  task: Task,
): unknown {
  const children = childrenOf(value, at);
  if (!children) {
    return value;
  }
  const kept = children.flatMap(child => pruneChild(child, at.fields, task));
  return Array.isArray(value)
    ? kept.map(child => child.value)
    : Object.fromEntries(
        kept.map(child => [child.element.slice(2), child.value]),
      );
}

function pruneChild(child: Child, parent: string, task: Task): Child[] {
  const fields = joinPath(parent, child.element);
  if (!touches(task.dropped, fields)) {
    return [child];
  }
  // What nobody owns goes with all that the server filled in below it.
  if (!task.owned.has(fields) && fields !== 'f:metadata') {
    return [];
  }
  // What is left of an item of a keyed list still needs its key.
  const value = pruneAt(child.value, { ...child.place, fields }, task);
  const keys = child.element.startsWith('k:')
    ? JSON.parse(child.element.slice(2))
    : undefined;
  return [
    { ...child, value: keys ? { ...keys, ...(value as object) } : value },
  ];
}
