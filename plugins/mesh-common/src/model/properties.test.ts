import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { api, binding, component, contract, input } from '../testUtils';
import { buildModel } from './buildModel';
import { modelCodes } from './codes';
import { isInside } from './build/asks';
import { readDeclaration } from './read/readDeclaration';
import type { Edge, LastGood, MeshInput } from './types';

const retail = 'group:default/retail';
const window = {
  days: ['mon', 'tue'],
  from: '08:00',
  to: '18:00',
  timezone: 'Europe/Amsterdam',
};

const web = component({
  name: 'web',
  dependsOn: ['component:default/stock', 'component:default/cart'],
  consumesApis: ['orders'],
  mesh: {
    dependencies: {
      'api:default/orders': {
        operations: ['getOrder', 'listOrders'],
        reason: 'to show them',
        until: '2027-06-30',
        window,
      },
      'component:default/stock': {
        ports: ['http'],
        methods: ['GET'],
        paths: ['/items/{*}'],
      },
    },
    expose: [
      {
        host: 'web.shop.example.com',
        gateway: 'internal',
        from: ['10.0.0.0/8'],
        jwt: { issuer: 'https://login.example.com', claims: { role: 'x' } },
      },
    ],
    mtls: {
      exceptions: [{ port: 'http', mode: 'permissive', reason: 'because' }],
    },
    traffic: { timeout: '3s', retries: { attempts: 2, on: ['5xx'] } },
  },
});
const stock = component({
  name: 'stock',
  owner: retail,
  mesh: {
    access: {
      approval: 'owner',
      allow: [
        {
          from: 'component:default/web',
          ports: ['http'],
          methods: ['GET', 'POST'],
          until: '2027-01-01',
        },
      ],
    },
  },
});
const orders = component({
  name: 'orders',
  owner: retail,
  providesApis: ['orders'],
  mesh: {
    access: {
      allow: [{ from: 'component:default/web', operations: ['getOrder'] }],
    },
  },
});
const cart = component({ name: 'cart' });
const base = [web, stock, orders, cart, api('orders', retail)];

const setting: Partial<MeshInput> = {
  contracts: {
    'api:default/orders': contract([
      'getOrder GET /orders/{*}',
      'listOrders GET /orders',
    ]),
  },
  bindings: [
    ...['web', 'cart'].map(name => binding(name)),
    ...['stock', 'orders'].map(name => binding(name, retail)),
    binding('*.shop.example.com'),
  ],
  defaults: { ...input([]).defaults, unclaimed: 'ask' },
};

const build = (entities: Entity[], overrides: Partial<MeshInput> = {}) =>
  buildModel(input(entities, { ...setting, ...overrides }));

const granted = (edges: Edge[]) =>
  edges.filter(({ consent }) => consent.state === 'granted');

const before = build(base);
const lastGood: LastGood[] = before.readable.map(declaration => ({
  entityRef: declaration.entityRef,
  declaration,
  seenAt: '2026-11-22T00:00:00.000Z',
}));

/** Parts of granted edges that were not granted before. */
const gained = (edges: Edge[]) =>
  granted(edges).filter(
    edge =>
      !edge.ports.every(port =>
        granted(before.model.edges).some(
          had =>
            had.consumer === edge.consumer &&
            had.provider === edge.provider &&
            isInside(
              {
                ports: [port],
                ...(edge.operations && { operations: edge.operations }),
              },
              {
                ports: had.ports.map(({ name }) => name),
                operations: had.operations,
              },
            ),
        ),
      ),
  );

const garbage = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    7,
    '',
    '*',
    'a b',
    true,
    [],
    {},
    ['GET', 7],
    [[]],
    '2027-13-40',
    ['*'],
    { a: 1 },
    -1,
  ),
  fc.jsonValue().map(value => value as JsonValue),
);

type Path = Array<string | number>;

function listPaths(value: unknown, at: Path = []): Path[] {
  const below = Object.entries(
    typeof value === 'object' && value !== null ? value : {},
  ).flatMap(([key, item]) =>
    listPaths(item, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return at.length > 0 ? [at, ...below] : below;
}

function replaced(value: JsonValue, path: Path, by: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) {
    return by;
  }
  const copy = (
    Array.isArray(value) ? [...value] : { ...(value as JsonObject) }
  ) as Record<string | number, JsonValue>;
  copy[key] = replaced(copy[key], rest, by);
  return copy as JsonValue;
}

const mutate = (entity: Entity) =>
  fc.tuple(fc.constantFrom(...listPaths(entity.spec)), garbage).map(
    ([path, by]): Entity => ({
      ...entity,
      spec: replaced(entity.spec as JsonObject, path, by) as JsonObject,
    }),
  );

describe('the base of these tests', () => {
  it('is granted in part', () => {
    expect(before.diagnostics.map(({ code }) => code)).toEqual([]);
    expect(
      before.model.edges.map(({ consent, operations }) => [
        consent.reason,
        operations,
      ]),
    ).toEqual([
      ['SameOwner', undefined],
      ['AccessRule', [{ methods: ['GET'], paths: ['/orders/{*}'] }]],
      ['WaitsForOwner', [{ methods: ['GET'], paths: ['/orders'] }]],
      ['AccessRule', [{ methods: ['GET'], paths: ['/items/{*}'] }]],
    ]);
  });
});

describe('garbage', () => {
  it('of anybody throws nothing and changes nobody else’s access', () => {
    const key = fc.constantFrom(
      ...Object.keys(web.spec?.mesh as JsonObject),
      ...['deployments', 'access', 'hosts', 'dns', 'selector', 'inMesh'],
    );
    fc.assert(
      fc.property(
        fc.oneof(garbage, fc.dictionary(key, garbage)),
        fc.constantFrom('service', 'external-service', 'mesh-cluster'),
        fc.constantFrom('Component', 'Resource', 'API', 'System'),
        (mesh, type, kind) => {
          const entity = component({ name: 'x', type });
          const bad = {
            ...entity,
            kind,
            spec: { ...entity.spec, mesh: mesh as JsonValue },
          };
          const { model, diagnostics } = build([...base, bad]);
          expect(model.edges).toEqual(before.model.edges);
          diagnostics.forEach(({ code }) =>
            expect(modelCodes).toHaveProperty(code),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of a consumer gives it no more than it had', () => {
    let seen = 0;
    fc.assert(
      fc.property(mutate(web), mutated => {
        const { unreadable } = readDeclaration(mutated);
        const rest = base.filter(entity => entity !== web);
        const { model } = build([mutated, ...rest], { lastGood });
        // Where it runs may be unreadable beside: `mesh: {}` refines nothing.
        const isRead = !unreadable.some(key => ['needs', 'all'].includes(key));
        seen += isRead ? 0 : 1;
        // What can be read may be wider because its author says so.
        expect(isRead ? [] : gained(model.edges)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it.each([
    ['stock', stock],
    ['orders', orders],
  ])('of a provider gives its callers no more: %s', (_, provider) => {
    let seen = 0;
    fc.assert(
      fc.property(mutate(provider), mutated => {
        const { unreadable } = readDeclaration(mutated);
        const rest = base.filter(entity => entity !== provider);
        const isLost = unreadable.includes('access');
        seen += isLost ? 1 : 0;
        const { model } = build([mutated, ...rest], { lastGood });
        expect(isLost ? gained(model.edges) : []).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  it('keeps what was granted while a rule of access cannot be read', () => {
    for (const operations of [7, [7], [], 'getOrder'] as JsonValue[]) {
      const mutated = {
        ...orders,
        spec: replaced(
          orders.spec as JsonObject,
          ['mesh', 'access', 'allow', 0, 'operations'],
          operations,
        ) as JsonObject,
      };
      const rest = base.filter(entity => entity !== orders);
      const { model } = build([mutated, ...rest], { lastGood });
      expect(granted(model.edges)).toEqual(granted(before.model.edges));
    }
  });
});

describe('a change', () => {
  const others = (name: string) =>
    component({
      name,
      owner: retail,
      dependsOn: ['component:default/stock'],
    });

  it('of the order of anything changes nothing', () => {
    const guardrails = ['a', 'b'].map(id => ({
      id,
      effect: 'approval' as const,
      reason: id,
      to: { ref: ['component:default/cart'] },
    }));
    const expected = JSON.stringify(build(base, { guardrails, lastGood }));
    const { bindings = [] } = setting;
    fc.assert(
      fc.property(
        fc.shuffledSubarray(base, { minLength: base.length }),
        fc.shuffledSubarray(bindings, { minLength: bindings.length }),
        fc.shuffledSubarray(guardrails, { minLength: 2 }),
        fc.shuffledSubarray(lastGood, { minLength: lastGood.length }),
        (entities, ...[shuffled, rules, rows]) => {
          const overrides = {
            bindings: shuffled,
            guardrails: rules,
            lastGood: rows,
          };
          const { stages } = input(base);
          expect(
            JSON.stringify(build(entities, { ...overrides, stages })),
          ).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('of something unrelated changes nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), many => {
        const more = Array.from({ length: many }, (_, i) => others(`new-${i}`));
        const bindings = [
          ...(setting.bindings ?? []),
          ...more.map(entity => binding(entity.metadata.name, retail)),
        ];
        const { model, readable } = build([...base, ...more], { bindings });
        const refs = new Set(base.map(stringifyEntityRef));
        expect(
          model.edges.filter(edge => refs.has(edge.consumer.split('@')[0])),
        ).toEqual(before.model.edges);
        expect(model.edges.length).toBe(before.model.edges.length + many);
        expect(readable.filter(({ entityRef }) => refs.has(entityRef))).toEqual(
          before.readable,
        );
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['component:default/stock', 'dependsOn'],
    ['component:default/cart', 'dependsOn'],
    ['orders', 'consumesApis'],
  ])('that revokes %s removes exactly that', (target, list) => {
    const left = (web.spec?.[list] as string[]).filter(item => item !== target);
    const revoked = { ...web, spec: { ...web.spec, [list]: left } };
    const rest = base.filter(entity => entity !== web);
    const { model } = build([revoked, ...rest], { lastGood });
    expect(model.edges).toEqual(
      before.model.edges.filter(
        ({ targetRef }) => !targetRef.endsWith(target.split('/').pop() ?? ''),
      ),
    );
  });
});
