import type { Entity } from '@backstage/catalog-model';
import type { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { component, resource } from '../../testUtils';
import { modelCodes } from '../codes';
import { readDeclaration } from './readDeclaration';

const read = (mesh: JsonObject, spec: JsonObject = {}) => {
  const entity = component({ name: 'web', mesh });
  return readDeclaration({ ...entity, spec: { ...entity.spec, ...spec } });
};

const withMesh = (mesh: JsonValue): Entity => {
  const entity = component({ name: 'web' });
  return { ...entity, spec: { ...entity.spec, mesh } };
};

const port = (overrides: JsonObject = {}) => ({
  name: 'http',
  port: 80,
  targetPort: 8080,
  protocol: 'http',
  ...overrides,
});

describe('readDeclaration', () => {
  it('finds nothing in an entity without spec.mesh', () => {
    const { spec, ...entity } = component({ name: 'web' });
    expect(readDeclaration({ ...entity, spec: { type: 'service' } })).toEqual({
      diagnostics: [],
      unreadable: [],
      unreadableNeeds: [],
      listed: [],
    });
  });

  it('fills in what a short declaration leaves out', () => {
    const { declaration, diagnostics, unreadable } = readDeclaration(
      component({ name: 'web', namespace: 'shop-web' }),
    );
    expect(diagnostics).toEqual([]);
    expect(unreadable).toEqual([]);
    expect(declaration).toMatchObject({
      entityRef: 'component:default/web',
      kind: 'workload',
      owner: 'group:default/shop',
      needs: [],
      deployments: [
        {
          cluster: 'shop-weu',
          namespace: 'shop-web',
          serviceAccount: 'web',
          selector: { app: 'web' },
          service: 'web',
          inMesh: true,
          ports: [port()],
        },
      ],
    });
    expect(declaration?.access).toBeUndefined();
  });

  it('asks for names where the entity’s is none in Kubernetes', () => {
    const { diagnostics, unreadable } = readDeclaration(
      component({ name: 'my_service', namespace: 'n' }),
    );
    expect(diagnostics.map(d => [d.code, d.pointer])).toEqual([
      ['MW1009', '/spec/mesh/serviceAccount'],
      ['MW1009', '/spec/mesh/service'],
    ]);
    expect(unreadable).toEqual(['deployments']);
  });

  it('takes the selector from the annotation of the Kubernetes plugin', () => {
    const entity = component({ name: 'web' });
    entity.metadata.annotations = {
      'backstage.io/kubernetes-label-selector': 'tier=front, app = web',
    };
    const { declaration } = readDeclaration(entity);
    expect(declaration?.deployments[0].selector).toEqual({
      app: 'web',
      tier: 'front',
    });
  });

  it('lets a deployment override what holds for all', () => {
    const entity = withMesh({
      deployments: [
        { cluster: 'a', namespace: 'web' },
        { cluster: 'b', namespace: 'web', dns: [], serviceAccount: 'other' },
      ],
      dns: ['web'],
      service: 'none',
    });
    const { declaration } = readDeclaration(entity);
    const [first, second] = declaration?.deployments ?? [];
    expect(first).toMatchObject({ dns: ['web'], serviceAccount: 'web' });
    expect(second).toMatchObject({ dns: [], serviceAccount: 'other' });
    expect(first.service).toBeUndefined();
  });

  it('asks for one way to say where it runs', () => {
    const { diagnostics, unreadable } = read({
      deployments: [{ cluster: 'a', namespace: 'b' }],
    });
    expect(diagnostics.map(d => [d.code, d.pointer])).toEqual([
      ['MW1022', '/spec/mesh/cluster'],
      ['MW1022', '/spec/mesh/namespace'],
    ]);
    expect(unreadable).toEqual(['deployments']);
  });

  it('reads needs with their refinements', () => {
    const { declaration, diagnostics } = read(
      {
        dependencies: {
          'component:default/api': {
            ports: ['http'],
            methods: ['get', 'GET'],
            paths: ['/items/{*}'],
            reason: 'shows items',
            until: '2027-06-30',
          },
        },
      },
      { dependsOn: ['component:api'], consumesApis: ['orders'] },
    );
    expect(diagnostics).toEqual([]);
    expect(declaration?.needs).toEqual([
      {
        targetRef: 'api:default/orders',
        relation: 'consumesApis',
        pointer: '/spec/consumesApis/orders',
      },
      {
        targetRef: 'component:default/api',
        relation: 'dependsOn',
        pointer: '/spec/dependsOn/component:api',
        ports: ['http'],
        methods: ['GET'],
        paths: ['/items/{*}'],
        reason: 'shows items',
        until: '2027-06-30',
      },
    ]);
  });

  it.each<[string, JsonObject, string, string]>([
    ['an unknown key', { acess: {} }, 'MW1002', '/spec/mesh/acess'],
    [
      'port 0',
      { ports: [port({ port: 0 })] },
      'MW1004',
      '/spec/mesh/ports/0/port',
    ],
    [
      'port 70000',
      { ports: [port({ targetPort: 70000 })] },
      'MW1004',
      '/spec/mesh/ports/0/targetPort',
    ],
    [
      'a port that is no number',
      { ports: [port({ port: '80' })] },
      'MW1003',
      '/spec/mesh/ports/0/port',
    ],
    [
      'a port number twice',
      { ports: [port(), port({ name: 'b' })] },
      'MW1005',
      '/spec/mesh/ports/1/port',
    ],
    [
      'a port name twice',
      { ports: [port(), port({ port: 81 })] },
      'MW1005',
      '/spec/mesh/ports/1/name',
    ],
    [
      'an unknown protocol',
      { ports: [port({ protocol: 'udp' })] },
      'MW1018',
      '/spec/mesh/ports/0/protocol',
    ],
    ['ports that are no list', { ports: 80 }, 'MW1003', '/spec/mesh/ports'],
    [
      'a namespace with capitals',
      { namespace: 'Shop' },
      'MW1006',
      '/spec/mesh/namespace',
    ],
    [
      'a namespace of 64 characters',
      { namespace: 'n'.repeat(64) },
      'MW1006',
      '/spec/mesh/namespace',
    ],
    [
      'a system namespace',
      { namespace: 'kube-system' },
      'MW1007',
      '/spec/mesh/namespace',
    ],
    [
      'a namespace of the mesh',
      { namespace: 'aks-istio-system' },
      'MW1007',
      '/spec/mesh/namespace',
    ],
    [
      'the default namespace',
      { namespace: 'default' },
      'MW1007',
      '/spec/mesh/namespace',
    ],
    ['no cluster', { cluster: null }, 'MW1003', '/spec/mesh/cluster'],
    [
      'the default account',
      { serviceAccount: 'default' },
      'MW1008',
      '/spec/mesh/serviceAccount',
    ],
    [
      'a selector without labels',
      { selector: {} },
      'MW1006',
      '/spec/mesh/selector',
    ],
    [
      'a label that is no text',
      { selector: { app: 1 } },
      'MW1006',
      '/spec/mesh/selector',
    ],
    [
      'a host with a wildcard',
      { expose: [{ host: '*.example.com', gateway: 'public' }] },
      'MW1016',
      '/spec/mesh/expose/0/host',
    ],
    [
      'a route without gateway',
      { expose: [{ host: 'a.example.com' }] },
      'MW1018',
      '/spec/mesh/expose/0/gateway',
    ],
    [
      'an open internal route',
      { expose: [{ host: 'a.example.com', gateway: 'internal' }] },
      'MW1021',
      '/spec/mesh/expose/0/from',
    ],
    [
      'a bad address range',
      {
        expose: [
          { host: 'a.example.com', gateway: 'internal', from: ['10.0.0.0/33'] },
        ],
      },
      'MW1020',
      '/spec/mesh/expose/0/from/0',
    ],
    [
      'a token without issuer',
      { expose: [{ host: 'a.example.com', gateway: 'public', jwt: {} }] },
      'MW1009',
      '/spec/mesh/expose/0/jwt/issuer',
    ],
    [
      'an issuer that is no address',
      {
        expose: [
          {
            host: 'a.example.com',
            gateway: 'public',
            jwt: { issuer: 'https://*.example.com' },
          },
        ],
      },
      'MW1029',
      '/spec/mesh/expose/0/jwt/issuer',
    ],
    [
      'a claim that means any value',
      {
        expose: [
          {
            host: 'a.example.com',
            gateway: 'internal',
            jwt: { issuer: 'https://a.example.com', claims: { role: ['*'] } },
          },
        ],
      },
      'MW1018',
      '/spec/mesh/expose/0/jwt/claims/role/0',
    ],
    [
      'a route with a rate limit',
      { expose: [{ host: 'a.example.com', gateway: 'public', rateLimit: {} }] },
      'MW1015',
      '/spec/mesh/expose/0/rateLimit',
    ],
    [
      'an exception of a port that is not there',
      {
        mtls: {
          exceptions: [{ port: 'x', mode: 'permissive', reason: 'why' }],
        },
      },
      'MW1028',
      '/spec/mesh/mtls/exceptions/0/port',
    ],
    [
      'an exception without reason',
      { mtls: { exceptions: [{ port: 'http', mode: 'disable' }] } },
      'MW1009',
      '/spec/mesh/mtls/exceptions/0/reason',
    ],
    [
      'a bad duration',
      { traffic: { timeout: '3 seconds' } },
      'MW1026',
      '/spec/mesh/traffic/timeout',
    ],
    [
      'too many retries',
      { traffic: { retries: { attempts: 11 } } },
      'MW1027',
      '/spec/mesh/traffic/retries/attempts',
    ],
    [
      'an unknown condition of retries',
      { traffic: { retries: { attempts: 1, on: ['always'] } } },
      'MW1018',
      '/spec/mesh/traffic/retries/on/0',
    ],
    [
      'an unknown caller without identity',
      { ports: [port({ callers: ['anybody'] })] },
      'MW1018',
      '/spec/mesh/ports/0/callers/0',
    ],
    [
      'a refinement without declaration',
      { dependencies: { 'component:default/x': {} } },
      'MW1010',
      '/spec/mesh/dependencies/component:default~1x',
    ],
    [
      'an access rule for a user',
      { access: { allow: ['user:default/dana'] } },
      'MW1011',
      '/spec/mesh/access/allow/0',
    ],
    [
      'an unknown approval',
      { access: { approval: 'nobody' } },
      'MW1018',
      '/spec/mesh/access/approval',
    ],
  ])('points to %s', (_, ...[mesh, code, pointer]) => {
    const { diagnostics } = read(mesh);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code,
        pointer,
        entityRef: 'component:default/web',
        message: expect.stringMatching(/^[^\n]{20,}$/),
      }),
    ]);
  });

  it('says which value is wrong and what to do', () => {
    const { diagnostics } = read({ ports: [port({ port: 70000 })] });
    expect(diagnostics[0].message).toBe(
      "spec.mesh.ports.0.port is '70000'; write a number from 1 to 65535",
    );
  });

  it.each([null, 'yes', 5, [], true])('refuses spec.mesh: %p', mesh => {
    const { diagnostics, unreadable, declaration } = readDeclaration(
      withMesh(mesh),
    );
    expect(diagnostics).toMatchObject([
      { code: 'MW1001', pointer: '/spec/mesh' },
    ]);
    expect(unreadable).toEqual(['all']);
    expect(declaration?.deployments).toEqual([]);
  });

  it.each([
    ['rateLimit', {}, []],
    ['jwt', {}, ['deployments']],
  ])(
    'makes no route of one whose restriction cannot be read: %s',
    (key, value, lost) => {
      const { declaration, unreadable } = read({
        expose: [{ host: 'a.example.com', gateway: 'public', [key]: value }],
      });
      expect(declaration?.deployments[0].expose).toEqual([]);
      expect(unreadable).toEqual(lost);
    },
  );

  it.each([
    ['operations of what is no API', { operations: ['getItem'] }, 'MW1024'],
    ['half a window', { window: { from: '08:00', to: '18:00' } }, 'MW1009'],
    [
      'a time of day that YAML made a number',
      { window: { from: 480, to: '18:00', timezone: 'Europe/Amsterdam' } },
      'MW1025',
    ],
    [
      'a time zone that is none',
      { window: { from: '08:00', to: '18:00', timezone: 'Europe/Rome2' } },
      'MW1025',
    ],
    ['a misspelt restriction', { method: ['GET'] }, 'MW1002'],
    ['a bad method', { methods: ['FETCH'] }, 'MW1018'],
    ['a pattern with an inner star', { paths: ['/a*b'] }, 'MW1017'],
    ['no methods at all', { methods: [] }, 'MW1003'],
    ['a bad date', { until: '2027-02-31x' }, 'MW1019'],
    ['something that is no object', 'GET', 'MW1003'],
  ])('reads no need with %s, rather than a wider one', (_, value, code) => {
    const { declaration, unreadable, unreadableNeeds, diagnostics } = read(
      { dependencies: { 'component:default/api': value } },
      { dependsOn: ['component:default/api', 'component:default/other'] },
    );
    expect(diagnostics.map(d => d.code)).toEqual([code]);
    expect(unreadable).toEqual(['needs']);
    expect(unreadableNeeds).toEqual([
      { relation: 'dependsOn', targetRef: 'component:default/api' },
    ]);
    expect(declaration?.needs.map(need => need.targetRef)).toEqual([
      'component:default/other',
    ]);
  });

  it('reads no need at all while its refinements are unreadable', () => {
    const { declaration, unreadableNeeds } = read(
      { dependencies: ['component:default/api'] },
      { dependsOn: ['component:default/api'] },
    );
    expect(declaration?.needs).toEqual([]);
    expect(unreadableNeeds).toHaveLength(1);
  });

  it('asks for the kind of a dependency', () => {
    const { diagnostics, unreadableNeeds } = read(
      {},
      { dependsOn: ['inventory', 7] },
    );
    expect(diagnostics).toMatchObject([
      { code: 'MW1011', pointer: '/spec/dependsOn/inventory' },
      { code: 'MW1003', pointer: '/spec/dependsOn/1' },
    ]);
    expect(unreadableNeeds).toEqual([
      { relation: 'dependsOn', name: 'inventory' },
      { relation: 'dependsOn', name: undefined },
    ]);
  });

  it('reads nothing of ten thousand dependencies, with one finding', () => {
    const dependsOn = Array.from(
      { length: 10_000 },
      (_, index) => `component:default/s${index}`,
    );
    const { diagnostics, declaration, unreadable } = read({}, { dependsOn });
    expect(diagnostics).toMatchObject([
      { code: 'MW1012', pointer: '/spec/dependsOn' },
    ]);
    expect(declaration?.needs).toEqual([]);
    expect(unreadable).toEqual(['needs']);
  });

  it('grants nobody anything while an access rule is unreadable', () => {
    const { declaration, unreadable } = read({
      access: { approval: 'none', allow: ['component:default/a', 5] },
    });
    expect(unreadable).toEqual(['access']);
    expect(declaration?.access).toBeUndefined();
  });

  it('knows external services, and which kinds can be in the mesh', () => {
    const external = resource({ name: 'stripe', type: 'external-service' });
    external.spec = { ...external.spec, mesh: { hosts: ['a.b'], ports: [] } };
    expect(readDeclaration(external).declaration?.kind).toBe(
      'external-service',
    );
    const system = { ...component({ name: 'x' }), kind: 'System' };
    expect(readDeclaration(system).diagnostics).toMatchObject([
      { code: 'MW1023' },
    ]);
  });

  it('never throws, and only gives codes of the table', () => {
    const keys = fc.constantFrom(
      'cluster',
      'namespace',
      'deployments',
      'ports',
      'dependencies',
      'access',
      'expose',
      'dns',
      'selector',
      'service',
      'serviceAccount',
      'inMesh',
      'x',
    );
    fc.assert(
      fc.property(
        fc.dictionary(keys, fc.jsonValue()),
        fc.jsonValue(),
        fc.jsonValue(),
        (mesh, dependsOn, consumesApis) => {
          const spec = { dependsOn, consumesApis } as JsonObject;
          const { diagnostics } = read(mesh as JsonObject, spec);
          for (const { code, pointer } of diagnostics) {
            expect(modelCodes).toHaveProperty(code);
            expect(pointer).toMatch(/^\/spec\//);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
