import type { JsonObject } from '@backstage/types';
import { api, component, contract, input, resource } from '../../testUtils';
import { buildModel } from '../buildModel';
import type { Contract, LastGood, MeshInput } from '../types';

const REF = 'api:default/orders';
const offer = contract([
  'listOrders GET /orders',
  'createOrder POST /orders',
  'getOrder GET /orders/{*}',
]);
const provider = component({
  name: 'orders',
  providesApis: ['orders'],
  owner: 'group:default/shop',
});
const consumer = (refinement?: JsonObject) =>
  component({
    name: 'web',
    consumesApis: ['orders'],
    mesh: refinement && { dependencies: { [REF]: refinement } },
  });

const given = (
  refinement?: JsonObject,
  contracts: Record<string, Contract> = { [REF]: offer },
  overrides: Partial<MeshInput> = {},
) =>
  input([consumer(refinement), provider, api('orders')], {
    contracts,
    ...overrides,
  });

const look = (of: MeshInput) => {
  const { model, diagnostics } = buildModel(of);
  return {
    edges: model.edges.map(({ operations, consent }) => [
      consent.state,
      consent.reason,
      operations,
    ]),
    codes: diagnostics.map(({ code, entityRef, pointer }) =>
      [code, entityRef, pointer].join(' '),
    ),
    diagnostics,
    model,
  };
};

const remember = (of: MeshInput): LastGood[] =>
  buildModel(of).readable.map(declaration => ({
    entityRef: declaration.entityRef,
    declaration,
    seenAt: of.instant,
  }));

const everything = [
  { methods: ['GET'], paths: ['/orders/{*}'] },
  { methods: ['GET', 'POST'], paths: ['/orders'] },
];

describe('a need of an API', () => {
  it('gets exactly what its definition names', () => {
    expect(look(given())).toMatchObject({
      edges: [['granted', 'SameOwner', everything]],
      codes: [],
    });
    expect(buildModel(given()).model.edges[0].wholeApi).toBe(true);
  });

  it('gets the operations that it names, and no others', () => {
    expect(look(given({ operations: ['getOrder'] }))).toMatchObject({
      edges: [
        [
          'granted',
          'SameOwner',
          [{ methods: ['GET'], paths: ['/orders/{*}'] }],
        ],
      ],
      codes: [],
    });
  });

  it('gets nothing for a name that the API does not have', () => {
    const { edges, codes, diagnostics } = look(
      given({ operations: ['getOrders', 'createOrder'] }),
    );
    expect(edges).toEqual([
      ['granted', 'SameOwner', [{ methods: ['POST'], paths: ['/orders'] }]],
    ]);
    expect(codes).toEqual([
      'MW1124 component:default/web /spec/mesh/dependencies/api:default~1orders/operations',
    ]);
    expect(diagnostics[0].message).toContain(
      'The nearest names are getOrder, listOrders, createOrder',
    );
    expect(look(given({ operations: ['nothing'] })).edges).toEqual([]);
  });

  it('selects by short names only where they stand for one', () => {
    const grpc: Contract = contract([], {
      operations: [
        {
          id: 'a.A/Get',
          aliases: ['Get', 'Only'],
          method: 'POST',
          path: '/a.A/Get',
        },
        { id: 'b.B/Get', aliases: ['Get'], method: 'POST', path: '/b.B/Get' },
      ],
    });
    const { edges, codes } = look(
      given({ operations: ['Get', 'Only'] }, { [REF]: grpc }),
    );
    expect(edges).toEqual([
      ['granted', 'SameOwner', [{ methods: ['POST'], paths: ['/a.A/Get'] }]],
    ]);
    expect(codes).toEqual([expect.stringMatching(/^MW1128 /)]);
  });

  it.each([
    {
      by: 'methods',
      refinement: { methods: ['GET'] },
      operations: [{ methods: ['GET'], paths: ['/orders', '/orders/{*}'] }],
      codes: [],
    },
    {
      by: 'paths',
      refinement: { paths: ['/orders/1'] },
      operations: [{ methods: ['GET'], paths: ['/orders/1'] }],
      codes: [],
    },
    {
      by: 'a prefix',
      refinement: { paths: ['/orders/*'] },
      operations: [{ methods: ['GET'], paths: ['/orders/{*}'] }],
      codes: [],
    },
    {
      by: 'a method that is never implied',
      refinement: { methods: ['HEAD', 'GET'] },
      operations: [{ methods: ['GET'], paths: ['/orders', '/orders/{*}'] }],
      codes: ['MW1126'],
    },
  ])('is narrowed by $by', ({ refinement, operations, codes }) => {
    const found = look(given(refinement));
    expect(found.edges).toEqual([['granted', 'SameOwner', operations]]);
    expect(found.codes.map(code => code.split(' ')[0])).toEqual(codes);
  });

  it.each([
    ['the refinement has nothing of it', { methods: ['HEAD'] }, offer],
    ['the definition has nothing', undefined, contract([])],
  ])('is no edge where %s', (_, refinement, offered) => {
    const { edges, codes } = look(given(refinement, { [REF]: offered }));
    expect(edges).toEqual([]);
    expect(codes).toEqual([expect.stringMatching(/^MW1126 component/)]);
  });

  it('is as wide as the port where the format knows no paths', () => {
    const async = contract([], { kind: 'port', format: 'AsyncAPI 3.0' });
    const { edges, codes } = look(given(undefined, { [REF]: async }));
    expect(edges).toEqual([['granted', 'SameOwner', undefined]]);
    expect(codes).toEqual([
      'MW1125 component:default/web /spec/consumesApis/orders',
    ]);
    expect(look(given({ methods: ['GET'] }, { [REF]: async })).edges).toEqual([
      ['granted', 'SameOwner', [{ methods: ['GET'] }]],
    ]);
    expect(look(given({ operations: ['x'] }, { [REF]: async })).edges).toEqual(
      [],
    );
  });

  it('leaves out ports that know no operations', () => {
    const tcp = component({
      name: 'orders',
      providesApis: ['orders'],
      mesh: { ports: [{ port: 5432, protocol: 'tcp' }] },
    });
    const bare = component({
      name: 'orders',
      providesApis: ['orders'],
      mesh: { inMesh: false },
    });
    for (const other of [tcp, bare]) {
      const of = input([consumer(), other, api('orders')], {
        contracts: { [REF]: offer },
      });
      expect(look(of)).toMatchObject({
        edges: [],
        codes: ['MW1105 component:default/web /spec/consumesApis/orders'],
      });
    }
  });

  it('reports what of a definition is not read, to its owner', () => {
    const partly = {
      ...offer,
      problems: [
        { severity: 'warning' as const, at: '/paths/~1x', message: 'a $ref' },
        { severity: 'info' as const, message: 'nothing' },
      ],
    };
    expect(look(given(undefined, { [REF]: partly })).codes).toEqual([
      'MW1127 api:default/orders /spec/definition',
    ]);
  });
});

describe('an API whose definition cannot be read', () => {
  const broken = contract([], {
    kind: 'unreadable',
    problems: [{ severity: 'error', at: 'line 3', message: 'no YAML' }],
  });
  const stale = { ...offer, stale: { message: 'no YAML since yesterday' } };

  it.each([
    ['missing', {}],
    ['broken', { [REF]: broken }],
    ['stale', { [REF]: stale }],
  ])('grants nothing new: %s', (_, contracts) => {
    const { edges, codes, model } = look(given(undefined, contracts));
    expect(edges).toEqual([['pending', 'ContractUnreadable', undefined]]);
    expect(codes).toEqual([
      'MW1123 api:default/orders /spec/definition',
      'MW1123 component:default/web /spec/consumesApis/orders',
    ]);
    expect(model.edges[0].wholeApi).toBe(true);
  });

  it.each([
    ['missing', {}],
    ['broken', { [REF]: broken }],
    ['stale', { [REF]: stale }],
  ])('keeps what it granted: %s', (_, contracts) => {
    const lastGood = remember(given());
    const now = given(undefined, contracts, { lastGood });
    expect(look(now).edges).toEqual([['granted', 'SameOwner', everything]]);
    // And so it stays in the passes after it.
    const next = { ...now, lastGood: remember(now) };
    expect(look(next).edges).toEqual(look(now).edges);
  });

  it('keeps no more than was asked', () => {
    const lastGood = remember(given({ operations: ['getOrder'] }));
    const wider = given(undefined, {}, { lastGood });
    expect(look(wider).edges).toEqual([
      ['pending', 'ContractUnreadable', undefined],
    ]);
    const narrower = given(
      { operations: ['getOrder'], paths: ['/orders/7'] },
      {},
      { lastGood },
    );
    expect(look(narrower).edges).toEqual([
      ['granted', 'SameOwner', [{ methods: ['GET'], paths: ['/orders/7'] }]],
    ]);
  });

  it('keeps whole ports that an earlier release granted', () => {
    const lastGood = remember(given()).map(row => ({
      ...row,
      declaration: {
        ...row.declaration,
        needs: row.declaration.needs.map(({ resolved: _, ...need }) => need),
      },
    }));
    const now = given(undefined, {}, { lastGood });
    expect(look(now).edges).toEqual([['granted', 'SameOwner', undefined]]);
  });
});

describe('an access rule with operations', () => {
  const retail = 'group:default/retail';
  const entities = (allow: JsonObject) => [
    component({ name: 'web', consumesApis: ['orders'] }),
    component({
      name: 'orders',
      owner: retail,
      providesApis: ['orders'],
      mesh: {
        access: { allow: [{ from: 'component:default/web', ...allow }] },
      },
    }),
    api('orders', retail),
  ];
  const rule = (allow: JsonObject, contracts = { [REF]: offer }) =>
    input(entities(allow), { contracts });

  it('grants those and leaves the rest to be asked for', () => {
    expect(
      look(rule({ operations: ['listOrders', 'getOrder'] })).edges,
    ).toEqual([
      [
        'granted',
        'AccessRule',
        [{ methods: ['GET'], paths: ['/orders', '/orders/{*}'] }],
      ],
      ['pending', 'WaitsForOwner', [{ methods: ['POST'], paths: ['/orders'] }]],
    ]);
  });

  it('grants nothing for a name that its APIs do not have', () => {
    const { edges, codes } = look(rule({ operations: ['dropOrders'] }));
    expect(edges).toEqual([['pending', 'WaitsForOwner', everything]]);
    expect(codes).toEqual([
      'MW1124 component:default/orders /spec/mesh/access/allow/0/operations',
    ]);
  });

  it('keeps what it stood for while the definition is lost', () => {
    const before = rule({ operations: ['getOrder'] });
    const now = {
      ...before,
      contracts: {},
      lastGood: remember(before),
    };
    expect(look(now).edges[0]).toEqual([
      'granted',
      'AccessRule',
      [{ methods: ['GET'], paths: ['/orders/{*}'] }],
    ]);
  });

  it('limits nobody who runs without a proxy, so it grants nothing there', () => {
    const db = resource({
      name: 'db',
      owner: retail,
      mesh: {
        inMesh: false,
        ports: [{ port: 80, protocol: 'http' }],
        access: {
          allow: [{ from: 'component:default/web', methods: ['GET'] }],
        },
      },
    });
    const web = component({ name: 'web', dependsOn: ['resource:default/db'] });
    expect(look(input([web, db])).edges).toEqual([
      ['pending', 'WaitsForOwner', undefined],
    ]);
  });
});
