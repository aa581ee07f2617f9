import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MeshObject } from '../../objects';
import { toRecord, toRecords, toText } from '../readJson';

/** One JSON object of a case file. */
export type Json = Record<string, unknown>;

/** A file of cases; what is common to its cases stands beside them. */
export type Suite = { name: string; file: Json; cases: Json[] };

/** Conformance cases beside the checkout, when present. */
export const casesFolder =
  process.env.MESHWRIGHT_CONFORMANCE ??
  resolve(__dirname, '../../../../../../shared/conformance');

export function listSuites(): string[] {
  return existsSync(casesFolder)
    ? readdirSync(casesFolder)
        .filter(name => name.endsWith('.json'))
        .map(name => name.slice(0, -'.json'.length))
    : [];
}

export function readSuite(name: string): Suite {
  const text = readFileSync(resolve(casesFolder, `${name}.json`), 'utf8');
  const file = toRecord(JSON.parse(text));
  return { name, file, cases: toRecords(file.cases) };
}

/** The objects of a case: its own, or those of its group. */
export function objectsOf({ file }: Suite, item: Json): MeshObject[] {
  const own = item.policies ?? toRecord(file.policyFiles)[String(item.group)];
  return toRecords(own).flatMap(toObject);
}

export function toObject(value: Json): MeshObject[] {
  const metadata = toRecord(value.metadata);
  return [
    {
      ...value,
      apiVersion: toText(value.apiVersion) ?? '',
      kind: toText(value.kind) ?? '',
      metadata: { ...metadata, name: toText(metadata.name) ?? '' },
    },
  ];
}

/** A difference between what a case expects and what was found. */
export type Difference = { id: string; expected: unknown; found: unknown };

/**
 * Compares only what the case expects: parts that are absent or null are not
 * looked at.
 */
export function compare(item: Json, found: Json): Difference[] {
  const expected = toRecord(item.expect);
  const wrong = Object.keys(found).filter(
    key =>
      expected[key] !== undefined &&
      expected[key] !== null &&
      JSON.stringify(expected[key]) !== JSON.stringify(found[key]),
  );
  if (wrong.length === 0) return [];
  const pick = (from: Json) =>
    Object.fromEntries(wrong.map(key => [key, from[key]]));
  return [
    { id: String(item.id), expected: pick(expected), found: pick(found) },
  ];
}
