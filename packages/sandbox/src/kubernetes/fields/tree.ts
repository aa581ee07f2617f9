import { isDeepStrictEqual } from 'node:util';
import { isJson } from '../types';
import type { Json, ResourceType } from '../types';
import { sharingAt } from './lists';
import type { Sharing } from './lists';

/** A value and where in an object of which type it is. */
export type Place = { type: ResourceType; path: string };

export type Child = { element: string; value: unknown; place: Place };

/** Paths of fields: elements as in FieldsV1, joined by {@link SEPARATOR}. */
export type FieldSet = Set<string>;

export const SEPARATOR = '\u0000';

function keyElement(item: Json, sharing: Sharing & { kind: 'keyed' }): string {
  const pairs = [...sharing.keys]
    .sort()
    .map(key => [key, item[key] ?? sharing.defaults?.[key]] as const)
    .filter(([, value]) => value !== undefined);
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

/**
 * What a value consists of, each part with its element; undefined when it is
 * one value: a scalar, or something atomic.
 */
export function childrenOf(value: unknown, place: Place): Child[] | undefined {
  const { type, path } = place;
  const sharing = sharingAt(type, path, value);
  if (isJson(value) && sharing.kind === 'granular') {
    const entries = Object.entries(value).filter(
      ([, inner]) => inner !== undefined,
    );
    return entries.map(([key, inner]) => ({
      element: `f:${key}`,
      value: inner,
      place: { type, path: path ? `${path}.${key}` : key },
    }));
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const item = { type, path: `${path}[]` };
  if (sharing.kind === 'set') {
    return value.map(inner => ({
      element: `v:${JSON.stringify(inner)}`,
      value: inner,
      place: item,
    }));
  }
  if (sharing.kind === 'keyed' && value.every(isJson)) {
    return value.map(inner => ({
      element: keyElement(inner, sharing),
      value: inner,
      place: item,
    }));
  }
  return undefined;
}

export function joinPath(path: string, element: string): string {
  return path ? `${path}${SEPARATOR}${element}` : element;
}

/** Adds everything below a value; with `containers`, its maps and lists too. */
export function collectFields(
  value: unknown,
  at: Place & { fields: string },
  options: { into: FieldSet; containers: boolean },
): void {
  const { into, containers } = options;
  const children = childrenOf(value, at);
  if (at.fields && (containers || !children || children.length === 0)) {
    into.add(at.fields);
  }
  for (const child of children ?? []) {
    const fields = joinPath(at.fields, child.element);
    if (child.element.startsWith('k:')) {
      into.add(fields);
    }
    collectFields(child.value, { ...child.place, fields }, options);
  }
}

/** The fields that a configuration speaks about. */
export function fieldsOf(value: unknown, type: ResourceType): FieldSet {
  const into: FieldSet = new Set();
  collectFields(
    value,
    { type, path: '', fields: '' },
    { into, containers: false },
  );
  return into;
}

export type Comparison = {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
};

/** Which fields differ between two states of an object. */
export function compareFields(
  before: unknown,
  after: unknown,
  type: ResourceType,
): Comparison {
  const result: Comparison = {
    added: new Set(),
    modified: new Set(),
    removed: new Set(),
  };
  compareAt({ before, after }, { type, path: '', fields: '' }, result);
  return result;
}

function compareAt(
  pair: { before: unknown; after: unknown },
  at: Place & { fields: string },
  result: Comparison,
): void {
  const { before, after } = pair;
  if (before === undefined || after === undefined) {
    const into = before === undefined ? result.added : result.removed;
    const value = before === undefined ? after : before;
    collectFields(value, at, { into, containers: true });
    return;
  }
  const left = childrenOf(before, at);
  const right = childrenOf(after, at);
  if (!left || !right) {
    if (!isDeepStrictEqual(before, after)) {
      result.modified.add(at.fields);
    }
    return;
  }
  const lefts = new Map(left.map(child => [child.element, child]));
  const rights = new Map(right.map(child => [child.element, child]));
  for (const element of new Set([...lefts.keys(), ...rights.keys()])) {
    const [a, b] = [lefts.get(element), rights.get(element)];
    const fields = joinPath(at.fields, element);
    const place = a?.place ?? b?.place ?? at;
    compareAt(
      { before: a?.value, after: b?.value },
      { ...place, fields },
      result,
    );
  }
}
