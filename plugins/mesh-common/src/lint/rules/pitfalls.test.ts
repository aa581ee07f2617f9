import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseDocument } from 'yaml';
import { toRecord } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import { validateSchema, validateWebhook } from '../../validate';
import { lintObjects } from '../lintObjects';
import type { LintOptions } from '../types';

type Pitfall = {
  number: number;
  /** Rules that catch it. */
  by?: string[];
  options?: Partial<LintOptions>;
  objects?: MeshObject[];
  text?: string;
  /** Why no object shows it. */
  unseen?: string;
};

const pitfalls = parse(
  readFileSync(join(__dirname, '__fixtures__/pitfalls.yaml'), 'utf8'),
) as Pitfall[];

/** Everything that says something against the construct. */
function listObjections({ objects = [], text, options }: Pitfall): string[] {
  const addOn = { rootNamespace: 'aks-istio-system', ...options };
  const found = lintObjects(objects, addOn).map(({ rule }) => rule);
  const refused = objects.some(object =>
    [validateSchema(object), validateWebhook(object)].some(
      verdict => (verdict?.errors.length ?? 0) > 0,
    ),
  );
  return [
    ...new Set(found),
    ...(refused ? ['refused'] : []),
    ...(text !== undefined && !isObject(text) ? ['unreadable'] : []),
  ];
}

function isObject(text: string): boolean {
  const document = parseDocument(text);
  if (document.errors.length > 0) return false;
  const { apiVersion, kind, metadata } = toRecord(document.toJS());
  return Boolean(apiVersion && kind && toRecord(metadata).name);
}

const seen = pitfalls.filter(({ by }) => by);

describe('published constructs that look like zero trust', () => {
  it('are all accounted for, once', () => {
    expect(pitfalls.map(({ number }) => number)).toEqual(
      Array.from({ length: 88 }, (_, index) => index + 1),
    );
    expect(pitfalls.filter(({ by, unseen }) => !by === !unseen)).toEqual([]);
  });

  it.each(seen)('number $number is caught by $by', pitfall => {
    expect(listObjections(pitfall)).toEqual(
      expect.arrayContaining(pitfall.by ?? []),
    );
  });
});
