import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type MeshClusterSpec,
  readClusterAnswers,
  validateClusterSpec,
} from '@meshwright/plugin-mesh-common';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { parse } from 'yaml';
import {
  listActions,
  listQuestions,
  names,
  read,
  readFolder,
  type Schema,
  type Template,
} from './__testUtils__/templates';

const root = join(__dirname, '..', '..', '..');

/** Where a form's questions end up, by the fields of a specification. */
function listFields(value: unknown, path: string = ''): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        listFields(inner, path ? `${path}.${key}` : key),
      )
    : [path];
}

/** What a person must answer; everything else has a default. */
const needed = {
  name: 'shop-neu',
  owner: 'group:default/platform',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  region: 'northeurope',
  adminGroups: ['11111111-1111-1111-1111-111111111111'],
};

function listDefaults(template: Template): Record<string, unknown> {
  const readDefault = (schema: Schema): unknown =>
    schema.default ??
    (schema.properties &&
      Object.fromEntries(
        Object.entries(schema.properties)
          .map(([key, inner]) => [key, readDefault(inner)])
          .filter(([, value]) => value !== undefined),
      ));
  return Object.fromEntries(
    listQuestions(template)
      .map(([name, schema]) => [name, readDefault(schema)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

describe('templates for clusters', () => {
  it.each(names)('%s hands actions what they know', name => {
    const actions = listActions();
    const template = readFolder(name);

    expect(template.metadata.name).toBe(name);
    const ours = template.spec.steps.filter(({ action }) =>
      action.startsWith('mesh:'),
    );
    expect(ours.length).toBeGreaterThan(0);
    for (const { action, input } of ours) {
      const known = actions.get(action)?.input;
      expect(known).toBeDefined();
      expect(Object.keys(known?.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(input)),
      );
      expect(Object.keys(input)).toEqual(
        expect.arrayContaining(known?.required ?? []),
      );
    }
  });

  it.each(['new', 'adopt'])(
    '%s-mesh-cluster asks for every field of a specification',
    name => {
      const questions = listQuestions(read(name)).map(([key]) => key);
      const asked = readClusterAnswers(
        Object.fromEntries(questions.map(key => [key, 'answered'])),
      );

      const full = clusterSpec({
        kubernetes: {
          adminGroups: needed.adminGroups,
          version: '1.35',
          access: { type: 'authorizedRanges', ranges: ['203.0.113.0/24'] },
        },
        mesh: { revision: 'asm-1-29' },
        edge: edgeAnswers(),
        tags: { team: 'shop' },
      });
      const { provider, tags, network, ...others } = full;
      expect(listFields(asked).sort()).toEqual(
        [...listFields(others), 'network', 'tags'].sort(),
      );
    },
  );

  it('asks for the whole address plan', () => {
    const [, network] =
      listQuestions(read('new')).find(([name]) => name === 'network') ?? [];
    const { subnets, ...others } = clusterSpec({
      edge: edgeAnswers(),
    }).network;

    expect(Object.keys(network?.properties ?? {}).sort()).toEqual(
      ['subnets', ...Object.keys(others)].sort(),
    );
    expect(
      Object.keys(network?.properties?.subnets.properties ?? {}).sort(),
    ).toEqual(Object.keys(subnets).sort());
  });

  it('asks the same to adopt a cluster as to make one', () => {
    const keys = (name: string) =>
      listQuestions(read(name)).map(([key, { type, enum: values }]) => [
        ...[key, type, values],
      ]);

    expect(keys('adopt')).toEqual(keys('new'));
  });

  it('makes a cluster of its defaults and what must be answered', () => {
    const defaults = listDefaults(read('new'));
    const build = (parameters: object): MeshClusterSpec | undefined =>
      validateClusterSpec(readClusterAnswers(parameters as never)).spec;

    const spec = build({ ...defaults, ...needed });

    const { environment, network, zone } = defaults;
    expect(spec).toBeDefined();
    // The form shows the defaults that hold without it.
    expect(spec).toEqual(build({ environment, network, zone, ...needed }));
    expect(spec?.edge).toBeUndefined();
  });

  it('shows the defaults of an edge', () => {
    const edge = edgeAnswers();
    const asked = {
      ...listDefaults(read('new')),
      ...needed,
      publicEdge: true,
      edgeHosts: edge.hosts,
      certificateSecretId: edge.certificateSecretId,
    };

    const { spec } = validateClusterSpec(readClusterAnswers(asked as never));

    const { vaultId, ...others } = edge;
    expect(spec?.edge).toEqual(clusterSpec({ edge: others }).edge);
  });

  it('approves what was previewed, and types the name to retire', () => {
    const step = (name: string, id: string) =>
      read(name).spec.steps.find(one => one.id === id)?.input;

    for (const name of ['new', 'adopt']) {
      expect(step(name, 'provision')).toEqual({
        parameters: '${{ parameters }}',
        digest: '${{ parameters.preview }}',
      });
    }
    expect(step('retire', 'retire')?.confirm).toBe('${{ parameters.confirm }}');
  });

  it('is offered in the sandbox', () => {
    const { catalog } = parse(
      readFileSync(join(root, 'app-config.sandbox.yaml'), 'utf8'),
    );
    const targets = catalog.locations.map(
      ({ target }: { target: string }) => target,
    );

    expect(targets).toEqual(
      expect.arrayContaining(
        names.map(name => `../../templates/${name}/template.yaml`),
      ),
    );
  });
});
