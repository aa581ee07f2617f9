import fc from 'fast-check';
import type { MeshModel } from '../../model/types';
import { meshModel, type ModelOptions } from '../__testUtils__/meshModel';
import { compileCluster } from '../compileCluster';
import { createCompiler } from './createCompiler';

const NAMES = ['a', 'b', 'c', 'd'];
const CLUSTER = 'shop-weu';
const port = { name: 'http', port: 80, protocol: 'http' as const };

const exposure = {
  host: 'www.shop.example.com',
  paths: ['/'],
  gateway: 'public' as const,
  pointer: '',
};

/** Models that differ from each other in little. */
const models = fc
  .record({
    present: fc.subarray(NAMES, { minLength: 1 }),
    together: fc.boolean(),
    outside: fc.subarray(NAMES),
    exposed: fc.subarray(NAMES),
    named: fc.subarray(NAMES),
    target: fc.subarray(NAMES),
    shared: fc.subarray(NAMES),
    pending: fc.boolean(),
    unbound: fc.subarray(NAMES, { maxLength: 1 }),
    pairs: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES, 'x')),
      { selector: pair => pair.join(), maxLength: 8 },
    ),
    guardrail: fc.boolean(),
    tags: fc.subarray(NAMES),
    step: fc.constantFrom('authorization', 'mtls', 'network' as const),
    isolation: fc.boolean(),
    external: fc.constantFrom('api.x.example.com', 'other.example.com', ''),
  })
  .map(toModel);

function toModel(given: {
  present: string[];
  together: boolean;
  outside: string[];
  exposed: string[];
  named: string[];
  target: string[];
  shared: string[];
  pending: boolean;
  unbound: string[];
  pairs: Array<[string, string]>;
  guardrail: boolean;
  tags: string[];
  step: 'authorization' | 'mtls' | 'network';
  isolation: boolean;
  external: string;
}): MeshModel {
  const has = (names: string[], name: string) => names.includes(name);
  const options: ModelOptions = {
    cluster: given.isolation
      ? { applicationGateway: { subnet: '10.240.9.0/24', probeHosts: [] } }
      : {},
    workloads: given.present.map(name => ({
      name,
      ...(given.together && { namespace: 'all' }),
      inMesh: !has(given.outside, name),
      ...(has(given.shared, name) && { serviceAccount: 'shared' }),
      ports: [{ ...port, targetPort: has(given.target, name) ? 8081 : 8080 }],
      expose: has(given.exposed, name)
        ? [{ ...exposure, paths: [`/${name}`] }]
        : [],
      dns: has(given.named, name) ? [name] : [],
      ...(has(given.tags, name) && { tags: ['pci'] }),
      ...(has(given.unbound, name) && {
        binding: { state: 'unbound', reason: 'NotBound', message: '' },
      }),
    })),
    externals: given.external ? [{ name: 'x', hosts: [given.external] }] : [],
    edges: given.pairs
      .filter(
        ([from, to]) =>
          from !== to &&
          has(given.present, from) &&
          (has(given.present, to) || (to === 'x' && given.external)),
      )
      .map(([from, to], index) => ({
        from,
        to,
        ...(given.pending && index === 0 && { state: 'pending' as const }),
      })),
    namespaces: { all: { step: given.step } },
    guardrails: given.guardrail
      ? [
          {
            ...{ id: 'pci', effect: 'deny', reason: 'Cards' },
            ...{ from: { not: { tags: ['pci'] } }, to: { tags: ['pci'] } },
          },
        ]
      : [],
  };
  return meshModel(options);
}

/** A model in which every part that is like one before is that one. */
function alike(model: MeshModel, before: MeshModel): MeshModel {
  const reuse = <T>(values: readonly T[] = [], old: readonly T[] = []) => {
    const known = new Map(old.map(value => [JSON.stringify(value), value]));
    return values.map(value => known.get(JSON.stringify(value)) ?? value);
  };
  return {
    ...model,
    workloads: reuse(model.workloads, before.workloads),
    edges: reuse(model.edges, before.edges),
    externals: reuse(model.externals, before.externals),
  };
}

describe('createCompiler', () => {
  it('makes of any model after any other what compileCluster makes', () => {
    fc.assert(
      fc.property(
        fc.array(models, { minLength: 2, maxLength: 6 }),
        fc.boolean(),
        (sequence, keeps) => {
          const compile = createCompiler();
          let before = sequence[0];
          for (const next of sequence) {
            before = keeps ? alike(next, before) : next;
            expect(JSON.stringify(compile(before, CLUSTER))).toBe(
              JSON.stringify(compileCluster(next, CLUSTER)),
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leaves the objects alone that a change does not touch', () => {
    const options: ModelOptions = {
      workloads: NAMES.map(name => ({ name })),
      edges: [{ from: 'a', to: 'b' }],
    };
    const first = meshModel(options);
    const edge = { from: 'c', to: 'b' };
    const second = alike(
      meshModel({ ...options, edges: [{ from: 'a', to: 'b' }, edge] }),
      first,
    );
    const compile = createCompiler();
    const before = new Set(compile(first, CLUSTER).objects);
    const made = compile(second, CLUSTER).objects.filter(o => !before.has(o));
    expect(
      made.map(({ object }) => `${object.kind} ${object.metadata.namespace}`),
    ).toEqual([
      'Sidecar c',
      'NetworkPolicy b',
      'NetworkPolicy c',
      'AuthorizationPolicy b',
    ]);
  });

  it('gives lists away that the next call does not change', () => {
    const compile = createCompiler();
    const one = meshModel({ workloads: [{ name: 'a' }] });
    const { objects } = compile(one, CLUSTER);
    const text = JSON.stringify(objects);
    compile(meshModel({ workloads: [{ name: 'b' }] }), CLUSTER);
    expect(JSON.stringify(objects)).toBe(text);
  });

  it('forgets a cluster that the model no longer has', () => {
    const compile = createCompiler();
    const model = meshModel({ workloads: [{ name: 'a' }] });
    compile(model, CLUSTER);
    expect(compile({ ...model, clusters: [] }, CLUSTER).objects).toEqual([]);
    expect(compile(model, CLUSTER)).toEqual(compileCluster(model, CLUSTER));
  });
});
