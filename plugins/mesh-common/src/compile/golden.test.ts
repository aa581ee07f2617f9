import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';
import type { Entity } from '@backstage/catalog-model';
import { buildModel } from '../model';
import type { MeshInput, MeshModel } from '../model/types';
import { binding, input } from '../testUtils';
import { meshModel, type ModelOptions } from './__testUtils__/meshModel';
import { compileCluster } from './compileCluster';

const fixtures = join(__dirname, '__fixtures__');
const examples = join(__dirname, '../../../../examples');

type Fixture = Partial<MeshInput> & {
  /** Files of the example catalog. */
  catalog?: string[];
  /** Instead of an input: a model, made by hand. */
  model?: ModelOptions;
};

function readFixture(folder: string): Fixture {
  return yaml.parse(readFileSync(join(folder, 'in.yaml'), 'utf8'), {
    merge: true,
  });
}

/** The input of the fixture, over what all of them share. */
function toInput({ catalog, entities, ...parts }: Fixture): MeshInput {
  return input(
    [...(entities ?? []), ...(catalog ?? []).flatMap(readCatalog)],
    parts,
  );
}

/** Entities of a file of the example catalog. */
function readCatalog(path: string): Entity[] {
  return yaml
    .parseAllDocuments(readFileSync(join(examples, path), 'utf8'))
    .map(document => document.toJS() as Entity);
}

/** All that the compiler makes of it, as people read it. */
function render(fixture: Fixture): string {
  if (fixture.model) {
    return write(listObjects(meshModel(fixture.model)));
  }
  const { model, diagnostics } = buildModel(toInput(fixture));
  return write([
    {
      diagnostics,
      edges: model.edges.map(({ key, consent }) => ({
        key,
        consent: `${consent.state} ${consent.reason}`,
      })),
    },
    ...listObjects(model),
  ]);
}

/** Of every cluster, the first of them first. */
function listObjects(model: MeshModel): unknown[] {
  return model.clusters.flatMap(({ name }) => {
    const { objects, records } = compileCluster(model, name);
    return [
      ...objects.map(({ object }) => object),
      ...records.map(({ record }) => record),
    ];
  });
}

function write(documents: unknown[]): string {
  return documents
    .map(document => yaml.stringify(document, { aliasDuplicateObjects: false }))
    .join('---\n');
}

describe('compileCluster', () => {
  it.each(readdirSync(fixtures))('compiles %s', name => {
    const folder = join(fixtures, name);
    const compiled = render(readFixture(folder));
    if (process.env.UPDATE_GOLDEN) {
      writeFileSync(join(folder, 'out.yaml'), compiled);
    }
    expect(compiled).toBe(readFileSync(join(folder, 'out.yaml'), 'utf8'));
  });

  it('compiles the examples without any finding', () => {
    const folders = ['shop/web', 'shop/api', 'data/database'].concat(
      ['productpage', 'details', 'reviews', 'ratings'].map(n => `retail/${n}`),
    );
    const entities = folders.flatMap(folder =>
      readCatalog(`${folder}/catalog-info.yaml`),
    );
    const bindings = [
      binding('*.shop.example.com'),
      binding('*.retail.example.com', 'group:default/retail'),
    ];
    const { model, diagnostics } = buildModel(input(entities, { bindings }));
    expect(diagnostics).toEqual([]);
    expect(
      model.edges.map(
        edge =>
          `${edge.consumer.split('@')[0]} ${edge.provider.split('@')[0]} ${
            edge.consent.state
          }`,
      ),
    ).toEqual([
      'component:default/api resource:default/database granted',
      'component:default/productpage component:default/details granted',
      'component:default/productpage component:default/reviews granted',
      'component:default/reviews component:default/ratings granted',
      'component:default/web component:default/api granted',
    ]);
  });
});
