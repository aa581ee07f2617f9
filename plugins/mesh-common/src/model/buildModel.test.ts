import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import {
  api,
  approval,
  binding,
  cluster,
  component,
  contract,
  input,
  resource,
  stage,
} from '../testUtils';
import { buildApprovalScope } from './buildApprovalScope';
import { buildModel } from './buildModel';
import type { LastGood, MeshInput } from './types';

const retail = 'group:default/retail';
const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const backend = component({ name: 'api' });
const foreign = component({ name: 'api', owner: retail });

const consents = (given: MeshInput) =>
  buildModel(given).model.edges.map(
    ({ consent }) => `${consent.state} ${consent.reason}`,
  );

const codes = (given: MeshInput) =>
  buildModel(given).diagnostics.map(d => `${d.code} ${d.entityRef}`);

/** What a later pass knows of an earlier one. */
const remember = (given: MeshInput): LastGood[] =>
  buildModel(given).readable.map(declaration => ({
    entityRef: declaration.entityRef,
    declaration,
    seenAt: given.instant,
  }));

/** The declaration of an entity, with another `spec.mesh` or lists. */
const edit = (entity: Entity, spec: object): Entity => ({
  ...entity,
  spec: { ...entity.spec, ...spec },
});

const approveNow = (given: MeshInput, ends?: string) => {
  const scope = buildApprovalScope(buildModel(given).model, {
    consumerRef: 'component:default/web',
    providerRef: 'component:default/api',
    environment: 'production',
  });
  if (!scope) {
    throw new Error('nothing to approve');
  }
  return approval({ ...scope, ...(ends && { until: ends }) });
};

describe('bindings', () => {
  const states = (given: MeshInput) =>
    buildModel(given).model.workloads.map(({ entityRef, binding: found }) =>
      [entityRef, found.state === 'bound' ? 'bound' : found.reason].join(' '),
    );

  it('gives an unclaimed namespace to who comes first, once', () => {
    const given = input([
      component({ name: 'b', namespace: 'n' }),
      component({ name: 'a', namespace: 'n', owner: retail }),
    ]);
    expect(buildModel(given).model.newBindings).toEqual([
      expect.objectContaining({
        namespace: 'n',
        owner: retail,
        locationPrefix: 'url:https://git.example.com/shop/a',
        origin: 'first-come',
        at: given.instant,
      }),
    ]);
    expect(states(given)).toEqual([
      'component:default/a bound',
      'component:default/b ForeignNamespace',
    ]);
  });

  it('waits for the platform team where that is the rule', () => {
    const defaults = { ...input([]).defaults, unclaimed: 'ask' as const };
    const given = input([web], { defaults });
    expect(states(given)).toEqual(['component:default/web NotBound']);
    expect(buildModel(given).model.newBindings).toEqual([]);
    expect(codes(given)).toContain('MW1110 component:default/web');
  });

  it.each([
    ['the owner', binding('web'), 'bound'],
    ['a pattern', binding('w*b'), 'bound'],
    [
      'another cluster',
      binding('web', undefined, { cluster: 'x' }),
      'NotBound',
    ],
    ['another owner', binding('web', retail), 'ForeignNamespace'],
    [
      'the folder',
      binding('web', undefined, {
        locationPrefix: 'url:https://git.example.com/shop/web',
      }),
      'bound',
    ],
    [
      'half a folder name',
      binding('web', undefined, {
        locationPrefix: 'url:https://git.example.com/shop/we',
      }),
      'ForeignNamespace',
    ],
    [
      'another folder',
      binding('web', undefined, {
        locationPrefix: 'url:https://git.example.com/other/',
      }),
      'ForeignNamespace',
    ],
  ])('tells %s', (_, found, expected) => {
    const defaults = { ...input([]).defaults, unclaimed: 'ask' as const };
    const given = input([web], { defaults, bindings: [found] });
    expect(states(given)).toEqual([`component:default/web ${expected}`]);
  });

  it('does not follow a location out of its folder', () => {
    const location = 'url:https://git.example.com/shop/web/../evil/x.yaml';
    const bindings = [
      binding('web', undefined, {
        locationPrefix: 'url:https://git.example.com/shop/web',
      }),
    ];
    const given = input([component({ name: 'web', location })], { bindings });
    expect(states(given)).toEqual(['component:default/web ForeignNamespace']);
  });

  it.each([
    ['the same selector', { app: 'a' }],
    ['a part of it', { app: 'a', tier: 'x' }],
  ])('keeps the pods of the first from %s', (_, selector) => {
    const bindings = [binding('n')];
    const a = component({ name: 'a', namespace: 'n' });
    const b = component({ name: 'b', namespace: 'n', mesh: { selector } });
    const given = input([b, a], { bindings });
    expect(states(given)).toEqual([
      'component:default/a bound',
      'component:default/b SelectorOverlap',
    ]);
    // Who was there before stays, also under a name that comes later.
    const lastGood = remember(input([b], { bindings }));
    const later = { ...given, lastGood };
    expect(states(later)).toEqual([
      'component:default/a SelectorOverlap',
      'component:default/b bound',
    ]);
    const again = { ...later, lastGood: remember(later) };
    expect(states(again)).toEqual(states(later));
  });

  it('keeps a service account from another owner of the namespace', () => {
    const given = input(
      [
        component({ name: 'a', namespace: 'n' }),
        component({
          name: 'b',
          namespace: 'n',
          owner: retail,
          mesh: { serviceAccount: 'a' },
        }),
      ],
      { bindings: [binding('n'), binding('n', retail)] },
    );
    expect(states(given)).toEqual([
      'component:default/a bound',
      'component:default/b ForeignNamespace',
    ]);
  });
});

describe('hosts and names', () => {
  const names = (given: MeshInput) =>
    buildModel(given).model.workloads.map(({ entityRef, expose, dns }) =>
      [entityRef, ...expose.map(e => e.host + e.paths), ...dns].join(' '),
    );
  const route = (host: string, gateway = 'public', paths = ['/']) => ({
    expose: [{ host, gateway, paths, from: ['10.0.0.0/8'] }],
  });

  it('needs a binding of the host to the same owner', () => {
    const entities = [
      component({ name: 'a', mesh: route('www.shop.example.com') }),
      component({
        name: 'b',
        owner: retail,
        mesh: route('www.shop.example.com', 'public', ['/b']),
      }),
      component({ name: 'c', mesh: route('www.other.example.com') }),
    ];
    const given = input(entities, {
      bindings: [binding('*.shop.example.com')],
    });
    expect(names(given)).toEqual([
      'component:default/a www.shop.example.com/',
      'component:default/b',
      'component:default/c',
    ]);
    expect(codes(given)).toEqual([
      'MW1114 component:default/b',
      'MW1114 component:default/c',
    ]);
  });

  it('shares a host by path within an owner, and never a path', () => {
    const bindings = [binding('www.shop.example.com')];
    const given = input(
      [
        component({ name: 'a', mesh: route('www.shop.example.com') }),
        component({
          name: 'b',
          mesh: route('www.shop.example.com', 'public', ['/', '/b']),
        }),
      ],
      { bindings },
    );
    expect(names(given)).toEqual([
      'component:default/a www.shop.example.com/',
      'component:default/b www.shop.example.com/b',
    ]);
    expect(codes(given)).toEqual(['MW1115 component:default/b']);
  });

  it('gives names of the private zone to who comes first', () => {
    const given = input([
      component({ name: 'a', mesh: { dns: ['shop'] } }),
      component({ name: 'b', owner: retail, mesh: { dns: ['shop', 'b'] } }),
      component({
        name: 'c',
        owner: retail,
        mesh: route('shop.mesh.internal', 'internal', ['/c']),
      }),
    ]);
    expect(names(given)).toEqual([
      'component:default/a shop',
      'component:default/b b',
      'component:default/c',
    ]);
  });

  it('says what a cluster or a service lacks for a name', () => {
    const tcp = resource({ name: 'db', mesh: { dns: ['db'] } });
    expect(codes(input([tcp]))).toEqual(['MW1118 resource:default/db']);
    const clusters = [cluster({ gateways: {} })];
    const named = component({ name: 'a', mesh: { dns: ['a'] } });
    expect(codes(input([named], { clusters }))).toEqual([
      'MW1117 component:default/a',
    ]);
  });
});

describe('consent', () => {
  it('needs no approval between bound services of one owner', () => {
    expect(consents(input([web, backend]))).toEqual(['granted SameOwner']);
  });

  it('needs both bindings first', () => {
    const bindings = [binding('web', retail)];
    expect(consents(input([web, backend], { bindings }))).toEqual([
      'pending ConsumerNotBound',
    ]);
    expect(
      consents(input([web, backend], { bindings: [binding('api', retail)] })),
    ).toEqual(['pending ProviderNotBound']);
  });

  it('waits for the owner of another team’s service', () => {
    const given = input([web, foreign]);
    expect(consents(given)).toEqual(['pending WaitsForOwner']);
    expect(buildModel(given).model.edges[0].consent.message).toBe(
      'Waiting for group:default/retail to approve HTTP 80',
    );
  });

  it.each([
    ['a component', 'component:default/web'],
    ['a system', 'system:default/front'],
  ])('follows an access rule for %s', (_, from) => {
    const caller = edit(web, { system: 'front' });
    const provider = component({
      name: 'api',
      owner: retail,
      mesh: { access: { allow: [{ from, until: '2027-01-01' }] } },
    });
    expect(consents(input([caller, provider]))).toEqual(['granted AccessRule']);
    const instant = '2027-01-01T00:00:00.000Z';
    expect(consents(input([caller, provider], { instant }))).toEqual([
      'expired Expired',
    ]);
  });

  it('grants what an access rule covers, and asks for the rest', () => {
    const http = { name: 'http', port: 80, targetPort: 8080, protocol: 'http' };
    const admin = { ...http, name: 'admin', port: 81, targetPort: 8081 };
    const provider = component({
      name: 'api',
      owner: retail,
      mesh: {
        ports: [http, admin],
        access: {
          allow: [
            {
              from: 'component:default/web',
              ports: ['http'],
              methods: ['GET'],
            },
          ],
        },
      },
    });
    const { edges } = buildModel(input([web, provider])).model;
    expect(
      edges.map(({ ports, operations, consent }) => [
        consent.state,
        ports.map(port => port.name).join(),
        operations,
      ]),
    ).toEqual([
      ['granted', 'http', [{ methods: ['GET'] }]],
      ['pending', 'admin', undefined],
      ['pending', 'http', undefined],
    ]);
    expect(new Set(edges.map(edge => edge.key)).size).toBe(3);
  });

  it('is open where the access rule or the default says so', () => {
    const open = component({
      name: 'api',
      owner: retail,
      mesh: { access: { approval: 'none' } },
    });
    expect(consents(input([web, open]))).toEqual(['granted OpenAccess']);
    const defaults = { ...input([]).defaults, approval: 'none' as const };
    expect(consents(input([web, foreign], { defaults }))).toEqual([
      'granted OpenAccess',
    ]);
  });

  it('ends when the consumer says', () => {
    const dependencies = { 'component:default/api': { until: '2026-11-01' } };
    const caller = edit(web, {
      mesh: { ...Object(web.spec?.mesh), dependencies },
    });
    expect(consents(input([caller, backend]))).toEqual(['expired Expired']);
  });
});

describe('approvals', () => {
  const given = input([web, foreign]);
  const approved = approveNow(given);

  it('grant what the approver saw', () => {
    const { model } = buildModel({ ...given, approvals: [approved] });
    expect(model.edges[0].consent).toMatchObject({
      state: 'granted',
      reason: 'Approved',
      approvalId: '1',
      by: 'user:default/olaf',
    });
  });

  it('end', () => {
    const approvals = [approveNow(given, '2026-11-20')];
    expect(consents({ ...given, approvals })).toEqual(['expired Expired']);
  });

  it('are undone by a newer decision, and only in its environment', () => {
    const decline = {
      ...approved,
      id: '2',
      decision: 'decline' as const,
      at: '2026-11-03T00:00:00.000Z',
    };
    expect(consents({ ...given, approvals: [decline, approved] })).toEqual([
      'denied Declined',
    ]);
    const elsewhere = { ...decline, environment: 'test' };
    expect(consents({ ...given, approvals: [elsewhere, approved] })).toEqual([
      'granted Approved',
    ]);
  });

  it('win over everything when they decline', () => {
    const own = input([web, backend]);
    const decline = { ...approveNow(own), decision: 'decline' as const };
    expect(consents({ ...own, approvals: [decline] })).toEqual([
      'denied Declined',
    ]);
  });

  it.each([
    ['owner', { ...web, spec: { ...web.spec, owner: 'group:default/x' } }],
    [
      'location',
      component({
        name: 'web',
        dependsOn: ['component:default/api'],
        location: 'url:https://x.example.com/a/b/c',
      }),
    ],
    [
      'identity',
      edit(web, { mesh: { ...Object(web.spec?.mesh), serviceAccount: 'w2' } }),
    ],
  ])('do not pass to another %s', (_, changed) => {
    const later = input([changed, foreign], { approvals: [approved] });
    expect(consents(later)).toEqual(['pending WiderThanApproved']);
  });

  it('keep the part that was approved when more is asked', () => {
    const ports = [
      { name: 'http', port: 80, targetPort: 8080, protocol: 'http' },
      { name: 'admin', port: 81, targetPort: 8081, protocol: 'http' },
    ];
    const wider = component({ name: 'api', owner: retail, mesh: { ports } });
    const { edges } = buildModel(
      input([web, wider], { approvals: [approved] }),
    ).model;
    expect(edges.map(e => [e.consent.reason, e.ports[0].name])).toEqual([
      ['Approved', 'http'],
      ['WiderThanApproved', 'admin'],
    ]);
    expect(edges[1].consent.message).toContain('HTTP 81');
  });
});

describe('edges', () => {
  it('go to every component that provides an API of its owner', () => {
    const entities = [
      component({ name: 'web', consumesApis: ['orders'] }),
      component({ name: 'a', providesApis: ['orders'] }),
      component({ name: 'b', providesApis: ['orders'], owner: retail }),
      api('orders'),
    ];
    const contracts = { 'api:default/orders': contract(['get GET /']) };
    const { model, diagnostics } = buildModel(input(entities, { contracts }));
    expect(model.edges.map(edge => edge.provider)).toEqual([
      'component:default/a@shop-weu/a',
    ]);
    expect(diagnostics).toMatchObject([
      {
        code: 'MW1119',
        entityRef: 'component:default/b',
        pointer: '/spec/providesApis/orders',
      },
    ]);
  });

  it('never come from relations', () => {
    const relations = [
      { type: 'dependsOn', targetRef: 'component:default/api' },
    ];
    const plain = { ...component({ name: 'web' }), relations };
    expect(consents(input([plain, backend]))).toEqual([]);
  });

  it.each([
    ['does not exist', [], 'MW1101', 'error'],
    [
      'is not in the mesh',
      [edit(backend, { mesh: undefined })],
      'MW1102',
      'info',
    ],
    [
      'runs elsewhere',
      [edit(backend, { mesh: { cluster: 'b', namespace: 'api', ports: [] } })],
      'MW1103',
      'warning',
    ],
    [
      'has no ports',
      [edit(backend, { mesh: { cluster: 'shop-weu', namespace: 'api' } })],
      'MW1104',
      'error',
    ],
  ])('are reported when the target %s', (_, ...[others, code, severity]) => {
    const clusters = [cluster(), cluster({ name: 'b' })];
    const { diagnostics, model } = buildModel(
      input([web, ...others], { clusters }),
    );
    expect(model.edges).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code, severity, pointer: '/spec/dependsOn/component:default~1api' },
    ]);
  });

  it('leave out ports that only scrapers read', () => {
    const ports = [
      { name: 'http', port: 80, protocol: 'http' },
      { name: 'metrics', port: 9090, protocol: 'http', scrape: true },
    ];
    const provider = component({ name: 'api', mesh: { ports } });
    const [edge] = buildModel(input([web, provider])).model.edges;
    expect(edge.ports.map(port => port.name)).toEqual(['http']);
  });

  it('do not exist for methods on ports that are not HTTP', () => {
    const caller = component({
      name: 'web',
      dependsOn: ['resource:default/db'],
      mesh: { dependencies: { 'resource:default/db': { methods: ['GET'] } } },
    });
    const given = input([caller, resource({ name: 'db' })]);
    expect(consents(given)).toEqual([]);
    expect(codes(given)).toEqual(['MW1105 component:default/web']);
  });

  it('are granted to a shared account only when all of it may', () => {
    const caller = (name: string, dependsOn: string[]) =>
      component({
        name,
        namespace: 'n',
        dependsOn,
        mesh: { serviceAccount: 'x' },
        location: 'url:https://git.example.com/shop/all/c.yaml',
      });
    const both = [
      caller('a', ['component:default/api']),
      caller('b', ['component:default/api']),
      backend,
    ];
    expect(consents(input(both))).toEqual([
      'granted SameOwner',
      'granted SameOwner',
    ]);
    const one = [
      caller('a', ['component:default/api']),
      caller('b', []),
      backend,
    ];
    expect(consents(input(one))).toEqual(['denied SharedIdentity']);
    expect(codes(input(one))).toEqual([
      'MW1113 component:default/a',
      'MW1113 component:default/b',
    ]);
  });
});

describe('last good', () => {
  const bindings = [binding('web'), binding('api')];
  const before = input([web, backend], { bindings });
  const lastGood = remember(before);
  const broken = (spec: object) =>
    input([edit(web, spec), backend], { lastGood });

  it.each([
    ['spec.mesh', { mesh: 'oops' }],
    [
      'the ports',
      { mesh: { ...Object(web.spec?.mesh), ports: [{ port: 0 }] } },
    ],
    [
      'a refinement',
      {
        mesh: {
          ...Object(web.spec?.mesh),
          dependencies: { 'component:default/api': { window: {} } },
        },
      },
    ],
    ['the kind of a dependency', { dependsOn: ['api'] }],
    ['the list', { dependsOn: 'component:default/api' }],
  ])('stays in force while %s cannot be read', (_, spec) => {
    expect(consents(broken(spec))).toEqual(['granted SameOwner']);
    expect(codes(broken(spec))).toContain('MW1120 component:default/web');
  });

  it('does not survive a revocation in the same file', () => {
    expect(consents(broken({ mesh: 'oops', dependsOn: [] }))).toEqual([]);
  });

  it('keeps what an unreadable access rule granted, and grants nothing new', () => {
    const open = component({
      name: 'api',
      owner: retail,
      mesh: { access: { approval: 'none' } },
    });
    const shut = edit(open, {
      mesh: { ...Object(open.spec?.mesh), access: 7 },
    });
    const late = component({
      name: 'late',
      dependsOn: ['component:default/api'],
    });
    const then = remember(input([web, open]));
    const now = input([web, late, shut], { lastGood: then });
    expect(consents(now)).toEqual([
      'pending WaitsForOwner',
      'granted OpenAccess',
    ]);
    // And so it stays in the passes after it.
    const next = { ...now, lastGood: remember(now) };
    expect(consents(next)).toEqual(consents(now));
  });

  it('retires what is gone, and lets it go when the time is over', () => {
    const gone = lastGood.map(row => ({
      ...row,
      missingSince: '2026-11-23T06:00:00.000Z',
    }));
    const { model, present, readable } = buildModel(
      input([backend], { lastGood: gone, bindings }),
    );
    expect(model.workloads[1].retiring).toMatchObject({
      since: '2026-11-23T06:00:00.000Z',
      until: '2026-11-24T06:00:00.000Z',
    });
    expect(model.edges[0]).toMatchObject({
      provenance: 'retiring',
      consent: { state: 'granted' },
    });
    expect(present).toEqual(['component:default/api']);
    expect(readable.map(d => d.entityRef)).toEqual(['component:default/api']);
    const instant = '2026-11-24T06:00:00.000Z';
    const over = buildModel(input([backend], { lastGood: gone, instant }));
    expect(over.model.workloads.map(w => w.entityRef)).toEqual([
      'component:default/api',
    ]);
    const confirmed = gone.map(row => ({ ...row, confirmed: true }));
    expect(
      buildModel(input([backend], { lastGood: confirmed })).model.workloads,
    ).toHaveLength(1);
  });

  it('takes an entity without spec.mesh for an explicit removal', () => {
    const { model } = buildModel(broken({ mesh: undefined }));
    expect(model.workloads.map(w => w.entityRef)).toEqual([
      'component:default/api',
    ]);
    expect(model.edges).toEqual([]);
  });

  it('gives nothing new to callers of what is gone', () => {
    const gone = input([web], {
      bindings,
      lastGood: lastGood.filter(
        row => row.entityRef === 'component:default/api',
      ),
    });
    expect(consents(gone)).toEqual(['pending WaitsForOwner']);
  });

  it('retires the old claim when an entity changes hands', () => {
    const then = remember(input([web, backend], { bindings }));
    const taken = edit(web, { owner: retail });
    const { model, diagnostics, readable } = buildModel(
      input([taken, backend], { bindings, lastGood: then }),
    );
    expect(model.edges[0]).toMatchObject({
      provenance: 'retiring',
      consent: { state: 'granted' },
    });
    expect(model.workloads[1]).toMatchObject({
      owner: 'group:default/shop',
      binding: { state: 'bound' },
    });
    expect(diagnostics.map(d => d.code)).toEqual(['MW1122']);
    expect(readable.map(d => d.entityRef)).toEqual(['component:default/api']);
  });
});

describe('buildModel', () => {
  it('takes a namespace without a stage for untouched', () => {
    const { namespaces } = buildModel(input([web], { stages: [] })).model;
    expect(namespaces).toEqual([
      {
        cluster: 'shop-weu',
        name: 'web',
        stage: 'off',
        step: 'authorization',
        owner: 'group:default/shop',
      },
    ]);
  });

  it('keeps the baseline of a namespace that lost its last workload', () => {
    const { namespaces } = buildModel(
      input([], { stages: [stage('web')] }),
    ).model;
    expect(namespaces).toMatchObject([{ name: 'web', stage: 'enforce' }]);
  });

  it('does not depend on the order of anything', () => {
    const entities = [
      web,
      foreign,
      api('orders'),
      component({ name: 'a', namespace: 'n', mesh: { dns: ['x'] } }),
      component({
        name: 'b',
        namespace: 'n',
        mesh: { dns: ['x'], selector: { app: 'a' } },
        owner: retail,
      }),
    ];
    const expected = JSON.stringify(buildModel(input(entities)));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entities, { minLength: entities.length }),
        shuffled => {
          expect(JSON.stringify(buildModel(input(shuffled)))).toBe(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});
