import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import {
  api,
  approval,
  binding,
  cluster,
  component,
  input,
} from '../../testUtils';
import { buildModel } from '../buildModel';
import type {
  Contract,
  Declaration,
  Guardrail,
  LastGood,
  MeshInput,
} from '../types';
import {
  createModelBuilder,
  createModelBuildSteps,
} from './createModelBuilder';
import { patchDiagnostics } from './patchDiagnostics';
import { patchModel } from './patchModel';

jest.mock('./patchModel', () => {
  const actual = jest.requireActual('./patchModel');
  return { patchModel: jest.fn(actual.patchModel) };
});

jest.mock('./patchDiagnostics', () => {
  const actual = jest.requireActual('./patchDiagnostics');
  return {
    ...actual,
    patchDiagnostics: jest.fn(actual.patchDiagnostics),
  };
});

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const refOf = (name: string) => `component:default/${name}`;

/** What may change of a component without others losing their places. */
const says = fc.record({
  needs: fc.subarray([...NAMES, 'nobody']),
  api: fc.boolean(),
  outside: fc.boolean(),
  window: fc.option(fc.constantFrom('09:00', '13:00')),
  until: fc.option(fc.constantFrom('2026-11-25', '2027-11-25')),
  allow: fc.option(fc.subarray(NAMES)),
  operations: fc.option(fc.constantFrom('getThing', 'putThing')),
  port: fc.constantFrom(8080, 8081),
  lifecycle: fc.constantFrom('production', 'experimental'),
  methods: fc.boolean(),
  title: fc.constantFrom('One', 'Two'),
});
type Says = typeof says extends fc.Arbitrary<infer T> ? T : never;

/** One word that is said otherwise; sometimes all. */
const edited = fc.oneof(
  fc.constant(undefined),
  ...(['needs', 'needs', 'api', 'port', 'lifecycle', 'methods'] as const).map(
    word => fc.constant(word),
  ),
);

/** What changes more than a part can tell. */
const place = fc.record({
  account: fc.constantFrom('own', 'shared'),
  owner: fc.constantFrom('group:default/shop', 'group:default/pay'),
  where: fc.constantFrom('shop-weu', 'shop-neu'),
  exposed: fc.boolean(),
  tokens: fc.boolean(),
});
type Place = typeof place extends fc.Arbitrary<infer T> ? T : never;

function toEntity(name: string, said: Says, placed: Place): Entity {
  const window = said.window
    ? {
        ...{ days: ['mon', 'tue'], from: said.window, to: '18:00' },
        timezone: 'Europe/Amsterdam',
      }
    : undefined;
  const refinement: JsonObject = {
    ...(window && { window }),
    ...(said.until && { until: said.until }),
    ...(said.methods && { methods: ['GET'] }),
  };
  const needs = said.needs.filter(other => other !== name).map(refOf);
  const entity = component({
    name,
    owner: placed.owner,
    location: `url:https://git.example.com/shop/${name}/catalog-info.yaml`,
    dependsOn: [...needs, ...(said.outside ? ['resource:default/x'] : [])],
    consumesApis: said.api ? ['api:default/things'] : [],
    providesApis: name === 'a' ? ['api:default/things'] : [],
    mesh: {
      cluster: placed.where,
      namespace: `ns-${name}`,
      ...(placed.account === 'shared' && {
        ...{ namespace: 'all', serviceAccount: 'shared' },
        selector: { app: name },
      }),
      ports: [
        { name: 'http', port: 80, targetPort: said.port, protocol: 'http' },
      ],
      ...(needs.length > 0 && {
        dependencies: Object.fromEntries(needs.map(ref => [ref, refinement])),
      }),
      ...(said.allow && {
        access: {
          approval: 'owner',
          allow: said.allow.map(other =>
            said.operations
              ? { from: refOf(other), operations: [said.operations] }
              : refOf(other),
          ),
        },
      }),
      ...(placed.exposed && {
        expose: [
          {
            ...{ host: 'www.example.com', paths: [`/${name}`] },
            gateway: 'public',
            ...(placed.tokens && {
              jwt: { issuer: 'https://login.example.com' },
            }),
          },
        ],
      }),
    },
  });
  entity.metadata.title = said.title;
  entity.spec = { ...entity.spec, lifecycle: said.lifecycle };
  return entity;
}

const external: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'x', namespace: 'default' },
  spec: {
    ...{ type: 'external-service', owner: 'group:default/shop' },
    mesh: {
      hosts: ['api.x.example.com'],
      ports: [{ port: 443, protocol: 'tls' }],
    },
  },
};

const guardrail: Guardrail = {
  ...{ id: 'no-trials', effect: 'deny', reason: 'Trials stay apart' },
  from: { not: { lifecycle: ['production'] } },
  to: { lifecycle: ['production'] },
};

const contract: Contract = {
  ...{ hash: '1', kind: 'operations', format: 'OpenAPI 3.1' },
  operations: [{ id: 'getThing', method: 'GET', path: '/things/{*}' }],
  problems: [],
};

/** Whatever is said of a definition is said while somebody uses it. */
const contracts = fc.constantFrom<Contract>(
  contract,
  contract,
  {
    ...contract,
    problems: [{ severity: 'warning', at: '/paths', message: 'It is odd' }],
  },
  { ...contract, kind: 'unreadable', operations: [] },
);

function toInput(entities: Entity[], overrides: Partial<MeshInput>): MeshInput {
  return input([...entities, external, api('things')], {
    clusters: [cluster(), cluster({ name: 'shop-neu' })],
    bindings: [
      ...NAMES.flatMap(name => [
        binding(`ns-${name}`),
        binding(`ns-${name}`, 'group:default/pay'),
      ]),
      ...[binding('all'), binding('all', 'group:default/pay')],
      ...[binding('www.example.com'), binding('api.x.example.com')],
    ],
    contracts: { 'api:default/things': contract },
    approvals: [
      approval({
        consumer: {
          ...{ entityRef: refOf('b'), owner: 'group:default/shop' },
          location: 'url:https://git.example.com/shop/b/catalog-info.yaml',
          identities: ['ns-b/b'],
        },
        provider: {
          ...{ entityRef: refOf('c'), owner: 'group:default/pay' },
          location: 'url:https://git.example.com/shop/c/catalog-info.yaml',
          identities: ['ns-c/c'],
        },
        ports: ['http'],
      }),
    ],
    ...overrides,
  });
}

/** As the database does, which hands out the same values for the same rows. */
function store(
  rows: readonly LastGood[],
  readable: readonly Declaration[],
  seenAt: string,
): LastGood[] {
  const known = new Map(rows.map(row => [row.entityRef, row]));
  for (const declaration of readable) {
    const { entityRef } = declaration;
    const before = known.get(entityRef)?.declaration;
    known.set(entityRef, {
      ...{ entityRef, seenAt },
      declaration:
        before && JSON.stringify(before) === JSON.stringify(declaration)
          ? before
          : declaration,
    });
  }
  return [...known.values()];
}

const five = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: 5, maxLength: 5 });
const edits = fc.array(
  fc.record({
    which: fc.nat(4),
    said: says,
    word: edited,
    moved: fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, place),
    minutes: fc.constantFrom(0, 0, 30, 600),
    isStored: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('createModelBuilder', () => {
  it('builds after any edits what buildModel builds', () => {
    const guarded = fc.option(fc.constant<Guardrail[]>([guardrail]), {
      nil: undefined,
    });
    fc.assert(
      fc.property(
        fc.tuple(five(says), five(place)),
        edits,
        fc.tuple(guarded, contracts),
        ([all, at], then, [g, things]) => {
          const build = createModelBuilder();
          const places = [...at];
          const words = [...all];
          const entities = NAMES.map((name, i) =>
            toEntity(name, all[i], at[i]),
          );
          let time = Date.parse('2026-11-23T10:00:00Z');
          let lastGood: LastGood[] = [];
          const compare = (isStored: boolean) => {
            const next = toInput([...entities], {
              guardrails: g,
              contracts: { 'api:default/things': things },
              instant: new Date(time).toISOString(),
              lastGood,
            });
            const full = buildModel(next);
            const { model, readable, present, complete } = build(next);
            expect(JSON.stringify({ model, readable, present })).toBe(
              JSON.stringify({
                model: full.model,
                readable: full.readable,
                present: full.present,
              }),
            );
            expect(complete()).toEqual(full);
            if (isStored) {
              lastGood = store(lastGood, readable, next.instant);
            }
          };
          compare(true);
          for (const edit of then) {
            const { which, said, word, moved, minutes, isStored } = edit;
            words[which] = word
              ? { ...words[which], [word]: said[word] }
              : said;
            places[which] = moved ?? places[which];
            time += minutes * 60_000;
            entities[which] = toEntity(
              NAMES[which],
              words[which],
              places[which],
            );
            compare(isStored);
          }
        },
      ),
      { numRuns: 80 },
    );
    const { results } = jest.mocked(patchModel).mock;
    expect(results.filter(({ value }) => value).length).toBeGreaterThan(50);
    const told = jest.mocked(patchDiagnostics).mock.results;
    expect(told.some(({ value }) => value)).toBe(true);
  });

  const calm: Says = {
    ...{ needs: [], api: false, outside: false, window: null, until: null },
    ...{
      allow: null,
      operations: null,
      port: 8080,
      lifecycle: 'production',
      methods: false,
    },
    title: 'One',
  };
  const here: Place = {
    ...{ account: 'own', owner: 'group:default/shop', where: 'shop-weu' },
    ...{ exposed: false, tokens: false },
  };
  const rest = ['c', 'd', 'e'].map(name => toEntity(name, calm, here));
  const b = toEntity('b', calm, here);

  it.each<[string, Partial<MeshInput>, string[]]>([
    ['an approval is taken back', { approvals: [] }, []],
    ['an entity comes', {}, ['component:default/new']],
  ])('keeps what is the same when all is built because %s', (_, more, come) => {
    const build = createModelBuilder();
    const caller = toEntity('a', { ...calm, needs: ['b'] }, here);
    const entities = [caller, b, ...rest];
    const first = build(toInput(entities, {}));
    jest.mocked(patchModel).mockClear();
    const added = come.map(() =>
      component({ name: 'new', mesh: { namespace: 'ns-a' } }),
    );

    const second = build(
      toInput([...structuredClone(entities), ...added], more),
    );

    expect(patchModel).not.toHaveBeenCalled();
    expect(second.present).toEqual([...first.present, ...come].sort());
    for (const part of ['workloads', 'edges', 'namespaces'] as const) {
      const known = new Set<unknown>(first.model[part]);
      const made = (second.model[part] as unknown[]).filter(
        value => !known.has(value),
      );
      expect(first.model[part].length).toBeGreaterThan(0);
      expect(made).toHaveLength(part === 'workloads' ? come.length : 0);
    }
    const declared = new Set(first.readable);
    expect(second.readable.filter(one => !declared.has(one))).toHaveLength(
      come.length,
    );
  });

  it('lets others have turns while all is built', () => {
    const build = createModelBuildSteps();
    const crowd = Array.from({ length: 100 }, (_, at) =>
      toEntity(`crowd-${at}`, { ...calm, needs: ['b'] }, here),
    );
    const countTurns = (next: MeshInput) => {
      const steps = build(next);
      let turns = 0;
      while (!steps.next().done) turns += 1;
      return turns;
    };
    const world = toInput([...crowd, b, ...rest], {});

    expect(countTurns(world)).toBeGreaterThan(10);
    // An approval has all of it built, and compared with what was known.
    expect(countTurns({ ...world, approvals: [] })).toBeGreaterThan(20);
  });

  it('keeps what did not change', () => {
    const build = createModelBuilder();
    const caller = (needs: string[]) => toEntity('a', { ...calm, needs }, here);
    const first = build(toInput([caller(['b']), b, ...rest], {})).model;
    jest.mocked(patchModel).mockClear();
    const second = build(toInput([caller(['b', 'c']), b, ...rest], {})).model;
    expect(patchModel).toHaveReturnedWith(
      expect.objectContaining({ model: second }),
    );
    expect(second.edges).toHaveLength(2);
    expect(second.edges[0]).toBe(first.edges[0]);
    expect(second.workloads).toEqual(first.workloads);
    second.workloads.forEach((item, i) =>
      expect(item).toBe(first.workloads[i]),
    );
  });

  it('tells diagnostics of the newest input', () => {
    const build = createModelBuilder();
    const a = (needs: string[]) => toEntity('a', { ...calm, needs }, here);
    build(toInput([a(['b']), b, ...rest], {}));
    const next = toInput([a(['b', 'nobody']), b, ...rest], {});
    const { diagnostics } = build(next).complete();
    expect(diagnostics.map(({ code }) => code)).toContain('MW1101');
    expect(diagnostics).toEqual(buildModel(next).diagnostics);
  });
});
