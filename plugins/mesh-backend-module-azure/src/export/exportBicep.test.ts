import type { JsonObject, JsonValue } from '@backstage/types';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { parse } from 'yaml';
import { isObject } from '../client/WireAnswer';
import { buildProvisionPlan } from '../infrastructure';
import { emptyWorld } from '../infrastructure/__testUtils__/observedWorlds';
import { isReference } from '../provisioner/resolveReferences';
import { exportBicep } from './exportBicep';
import { printBicep } from './printBicep';

const spec = clusterSpec({ edge: edgeAnswers() });
const observed = emptyWorld(spec);
const plan = buildProvisionPlan(spec, { observed, instance: 'test' });

/** Every value of a tree by its path. */
function listLeaves(value: JsonValue, path = ''): Array<[string, JsonValue]> {
  if (isReference(value)) {
    return [[path, `.${value.$path}`]];
  }
  const children: Array<[string, JsonValue | undefined]> = Array.isArray(value)
    ? value.map((item, index) => [String(index), item])
    : Object.entries(isObject(value) ? value : {});
  return children.length === 0
    ? [[path, value]]
    : children.flatMap(([key, item]) =>
        listLeaves(item ?? null, `${path}/${key.toLowerCase()}`),
      );
}

/** Reads the resources of a file; text and code stay as they are written. */
function readResources(content: string): Map<string, JsonObject> {
  const lines = content.split('\n');
  let at = 0;
  const readValue = (text: string): JsonValue => {
    if (text === '{') {
      const found: JsonObject = {};
      for (; lines[at].trim() !== '}'; ) {
        const line = lines[at++].trim();
        const [, key, rest] = /^('(?:\\.|[^'])*'|\w+): (.*)$/.exec(line) ?? [];
        expect([line, key]).not.toEqual([line, undefined]);
        found[key.replace(/^'|'$/g, '')] = readValue(rest);
      }
      at += 1;
      return found;
    }
    if (text === '[') {
      const found: JsonValue[] = [];
      for (; lines[at].trim() !== ']'; ) {
        found.push(readValue(lines[at++].trim()));
      }
      at += 1;
      return found;
    }
    return /^(true|false|null|-?\d+|\[\]|\{\})$/.test(text)
      ? JSON.parse(text)
      : text;
  };
  const resources = new Map<string, JsonObject>();
  while (at < lines.length) {
    const head = /^(?:resource|module) (\w+) '[^']+' (?:existing )?= \{$/;
    const symbol = head.exec(lines[at++])?.[1];
    if (symbol) {
      resources.set(symbol, readValue('{') as JsonObject);
    }
  }
  return resources;
}

const fileOf = (made: ProvisionPlan, path: string) =>
  exportBicep(made).files.find(file => file.path === path)?.content ?? '';

describe('exportBicep', () => {
  const { files } = exportBicep(plan);
  const bicep = files.filter(({ path }) => path.endsWith('.bicep'));
  const read = bicep.map(({ content }) => [content, readResources(content)]);

  it('has every planned resource with every planned property', () => {
    const written = [...(read as Array<[string, Map<string, JsonObject>]>)]
      .flatMap(([, resources]) => [...resources.values()])
      .map(resource => new Map(listLeaves(resource)));
    const planned = plan.steps.filter(
      ({ target, operation, resource }) =>
        target === 'arm' &&
        operation === 'create' &&
        !/^Microsoft.Resources/.test(resource.type),
    );
    expect(planned.length).toBeGreaterThan(15);
    for (const { resource, body = {} } of planned) {
      const name = `'${resource.name}'`;
      const candidates = written.filter(leaves => leaves.get('/name') === name);
      expect([resource.id, candidates.length]).toEqual([resource.id, 1]);
      const [leaves] = candidates;
      const missing = listLeaves(body).filter(([path, value]) => {
        if (
          /^\/(tags|location)/.test(path) ||
          path.includes('/subscriptions')
        ) {
          return false;
        }
        const found = leaves.get(path);
        if (typeof value === 'string' && /^(\/subscriptions|\.)/.test(value)) {
          return found === undefined;
        }
        return typeof value === 'string'
          ? found !==
              `'${value
                .replaceAll('\\', '\\\\')
                .replaceAll("'", "\\'")
                .replaceAll('${', '\\${')
                .replaceAll('\n', '\\n')}'`
          : JSON.stringify(found) !== JSON.stringify(value);
      });
      expect([resource.id, missing]).toEqual([resource.id, []]);
    }
  });

  it.each(bicep.map(({ path, content }) => [path, content]))(
    'resolves every reference of %s',
    (_, content) => {
      const declared = new Set(
        [...content.matchAll(/^(?:resource|module|var|param) (\w+)/gm)].map(
          ([, symbol]) => symbol,
        ),
      );
      const used = [
        ...content.matchAll(/\$\{(\w+)/g),
        ...content.matchAll(/: ([a-z]\w*)(?:\.[\w.]+)?$/gm),
        ...content.matchAll(/^ +([a-z]\w*)(?:\.[\w.]+)?$/gm),
      ].map(([, symbol]) => symbol);
      const words = ['true', 'false', 'null'];
      expect(
        used.filter(symbol => !declared.has(symbol) && !words.includes(symbol)),
      ).toEqual([]);
    },
  );

  it('gives a module what it needs', () => {
    const content = fileOf(plan, 'modules/roleCertificate.bicep');
    expect(content).toContain('principalId: principalId');
    expect(fileOf(plan, 'cluster.bicep')).toContain(
      'principalId: identityGateway.properties.principalId',
    );
  });

  it('has what goes into the cluster as manifests', () => {
    const manifests = files.filter(({ path }) => path.endsWith('.yaml'));
    const planned = plan.steps.filter(({ target }) => target === 'kubernetes');
    expect(manifests.map(({ content }) => parse(content))).toEqual(
      planned.map(({ body }) => body),
    );
  });

  it('refuses what could not be made', () => {
    const problem = {
      field: 'network.pods',
      message: 'It overlaps.',
      severity: 'error',
    } as const;
    expect(() => exportBicep({ ...plan, problems: [problem] })).toThrow(
      /'network.pods': It overlaps/,
    );
  });
});

describe('printBicep', () => {
  it('escapes text and quotes keys only when it must', () => {
    const value = {
      kind: 'object',
      entries: [
        [['plain'], { kind: 'text', parts: ["it's ${a} \\ \n\u0001"] }],
        [['a-b'], { kind: 'scalar', value: 1.5 }],
        [['true'], { kind: 'array', items: [] }],
      ],
    } as const;
    expect(
      printBicep([
        {
          head: 'var a =',
          value: {
            ...value,
            entries: value.entries.map(([k, v]) => [
              k,
              v === undefined ? v : JSON.parse(JSON.stringify(v)),
            ]),
          },
        },
      ]),
    ).toBe(
      [
        'var a = {',
        "  plain: 'it\\'s \\${a} \\\\ \\n\\u{1}'",
        "  'a-b': json('1.5')",
        "  'true': []",
        '}',
        '',
      ].join('\n'),
    );
  });
});
