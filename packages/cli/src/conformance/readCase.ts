import {
  isRecord,
  toRecord,
  toText,
} from '@meshwright/plugin-mesh-common/evaluate';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import type { Difference, Json } from './types';

/** The part of a case that it cannot be run without. */
export function need(item: Json, key: string): Json {
  const value = item[key];
  if (!isRecord(value)) throw new Error(`"${key}" is missing`);
  return value;
}

export function needText(item: Json, key: string): string {
  const value = item[key];
  if (typeof value !== 'string') throw new Error(`"${key}" is no text`);
  return value;
}

export function needNumber(item: Json, key: string): number {
  const value = item[key];
  if (typeof value !== 'number') throw new Error(`"${key}" is no number`);
  return value;
}

/** A list of objects; a case that has something else there is malformed. */
export function needRecords(item: Json, key: string): Json[] {
  const value = item[key];
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new Error(`"${key}" is no list of objects`);
  }
  return value;
}

/** The policies of a case: its own, or those of its group. */
export function policiesOf(file: Json, item: Json): MeshObject[] {
  const own =
    item.policies === undefined
      ? { policies: toRecord(file.policyFiles)[String(item.group)] }
      : item;
  return needRecords(own, 'policies').map(toObject);
}

export function toObject(value: Json): MeshObject {
  const metadata = toRecord(value.metadata);
  return {
    ...value,
    apiVersion: toText(value.apiVersion) ?? '',
    kind: toText(value.kind) ?? '',
    metadata: { ...metadata, name: toText(metadata.name) ?? '' },
  };
}

/**
 * Compares only what the case expects: parts that are absent or null are not
 * looked at. A case that expects nothing of what was found is malformed.
 */
export function compare(item: Json, found: Json): Difference | undefined {
  const expected = need(item, 'expect');
  const keys = Object.keys(found).filter(
    key => expected[key] !== undefined && expected[key] !== null,
  );
  if (keys.length === 0) throw new Error('it expects nothing');
  const wrong = keys.filter(key => !isEqual(expected[key], found[key]));
  if (wrong.length === 0) return undefined;
  const pick = (from: Json) =>
    Object.fromEntries(wrong.map(key => [key, from[key] ?? null]));
  return { expected: pick(expected), got: pick(found) };
}

/** Equal as JSON, whatever the order of the keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)),
        )
      : part,
  );
}
