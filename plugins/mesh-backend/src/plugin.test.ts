import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { api, component } from '@meshwright/plugin-mesh-common/testUtils';
import { meshClustersExtensionPoint } from '@meshwright/plugin-mesh-node';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import { meshPlugin } from './plugin';

jest.setTimeout(60_000);

const mesh = {
  instance: 'test',
  settle: { seconds: 0 },
  bindings: { unclaimed: 'first-come' },
  clusters: [
    {
      name: 'shop-weu',
      environment: 'production',
      type: 'kubeconfig',
      revision: 'asm-1-29',
    },
  ],
};

const payments = component({ name: 'payments', owner: 'group:default/pay' });
const web = component({
  name: 'web',
  dependsOn: ['component:default/payments'],
});
const decision = {
  consumerRef: 'component:default/web',
  providerRef: 'component:default/payments',
  decision: 'approve',
};

type Start = {
  data?: JsonObject;
  entities?: Entity[];
  result?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
};

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: {},
  factory: () =>
    mockServices.userInfo({
      userEntityRef: 'user:default/mock',
      ownershipEntityRefs: ['user:default/mock', 'group:default/shop'],
    }),
});

const backends: Array<Awaited<ReturnType<typeof startTestBackend>>> = [];

async function start(options: Start = {}) {
  const cluster = new FakeMeshCluster({ name: 'shop-weu' });
  const withCluster = createBackendModule({
    pluginId: 'mesh',
    moduleId: 'fake',
    register(env) {
      env.registerInit({
        deps: { clusters: meshClustersExtensionPoint },
        async init({ clusters }) {
          clusters.addCluster(cluster);
        },
      });
    },
  });
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      meshPlugin,
      withCluster,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      mockServices.rootConfig.factory({
        data: (options.data ?? { mesh }) as JsonObject,
      }),
      mockServices.permissions.factory({
        result: options.result ?? AuthorizeResult.ALLOW,
      }),
      userInfo,
      catalogServiceMock.factory({
        entities: options.entities ?? [web, payments],
      }),
    ],
  });
  backends.push(backend);
  return {
    cluster,
    server: backend.server,
    pass: () => scheduler.triggerTask('mesh-reconcile-shop-weu'),
    get: (path: string) => request(backend.server).get(`/api/mesh/v1${path}`),
    post: (path: string, body: object = {}) =>
      request(backend.server).post(`/api/mesh/v1${path}`).send(body),
  };
}

describe('meshPlugin', () => {
  afterEach(async () => {
    await Promise.all(backends.splice(0).map(backend => backend.stop()));
  });

  it('starts without configuration and says what is missing', async () => {
    const { get } = await start({ data: {} });

    await get('/clusters').expect(200, { items: [] });
    const answer = await get('/status/component/default/web').expect(404);
    expect(answer.body.error.message).toMatch(/add 'mesh.instance'/);
  });

  it('starts with a broken cluster and shows what is wrong with it', async () => {
    const broken = {
      instance: 'test',
      clusters: [{ name: 'lab', type: 'aks' }],
    };
    const { get } = await start({ data: { mesh: broken } });

    const { body } = await get('/overview').expect(200);

    expect(body.clusters).toMatchObject([
      { name: 'lab', state: 'unreachable' },
    ]);
    expect(body.clusters[0].message).toMatch(/environment/);
  });

  it('manages a cluster whose traffic source is not usable, and says so', async () => {
    const [cluster] = mesh.clusters;
    const data = {
      mesh: { ...mesh, clusters: [{ ...cluster, prometheus: { url: 'x' } }] },
    };
    const { pass, get } = await start({ data });
    await pass();

    const { body } = await get('/overview').expect(200);

    expect(body.clusters[0]).toMatchObject({
      state: 'managing',
      message: expect.stringContaining('must be an http(s) URL'),
    });
  });

  it('carries a dependency from the catalog over an approval to the cluster', async () => {
    const { cluster, pass, get, post } = await start();
    await pass();
    const waiting = await get('/overview').expect(200);
    expect(waiting.body.requests).toMatchObject([
      { consumer: { entityRef: 'component:default/web' } },
    ]);

    const { body } = await post('/approvals', decision).expect(201);
    expect(body).toMatchObject({
      by: 'user:default/mock',
      decision: 'approve',
    });
    await pass();

    const status = await get('/status/component/default/payments').expect(200);
    const [edge] = status.body.status.workloads[0].inbound;
    expect(edge.consent).toMatchObject({
      state: 'granted',
      reason: 'Approved',
    });
    expect(JSON.stringify([...cluster.objects.values()])).toContain(
      'ns/web/sa/web',
    );
    const answer = await post('/ask', {
      from: 'component:default/web',
      to: 'component:default/payments',
      path: '/z',
    }).expect(200);
    expect(answer.body.verdict.decision).toBe('allow');
    expect(answer.body.sentence).toMatch(
      /^Yes, web can call payments with GET/,
    );
  });

  it('says that it does not know when the cluster is away', async () => {
    const { cluster, pass, post } = await start();
    await pass();
    cluster.unreachable = 'timed out';

    const { body } = await post('/ask', {
      from: 'component:default/web',
      to: 'component:default/payments',
    }).expect(200);

    expect(body.verdict.decision).toBe('unknown');
    expect(body.sentence).toMatch(/^Unknown: .*timed out/);
  });

  it('registers services of the caller only, in namespaces that are free', async () => {
    const { post } = await start();
    const service = {
      entityRef: 'component:default/cart',
      cluster: 'shop-weu',
      namespace: 'cart',
      owner: 'group:default/shop',
      locationPrefix: 'url:https://git.example.com/shop/cart',
    };
    const register = (change: object = {}) =>
      post('/services/register', { ...service, ...change });

    const first = await register().expect(201);
    const again = await register().expect(201);
    expect(again.body.id).toBe(first.body.id);
    await register({ owner: 'group:default/pay' }).expect(403);
    await register({ namespace: 'kube-system' }).expect(400);
    await register({ namespace: 'Cart' }).expect(400);
    await register({ cluster: 'nowhere' }).expect(404);

    await post('/bindings', {
      cluster: '*',
      namespace: 'pay-*',
      owner: 'group:default/pay',
      reason: 'Theirs',
    }).expect(201);
    await post('/bindings', {
      cluster: '*',
      namespace: 'shop-core',
      owner: 'group:default/shop',
      locationPrefix: 'url:https://git.example.com/shop/',
      reason: 'From their repositories only',
    }).expect(201);
    await register({ namespace: 'shop-core' }).expect(201);
    const widened = await register({
      namespace: 'shop-core',
      locationPrefix: 'url:https://git.example.com/',
    }).expect(403);
    expect(widened.body.error.message).toContain(
      'url:https://git.example.com/shop/',
    );

    const foreign = await register({ namespace: 'pay-in' }).expect(409);
    expect(foreign.body.error.message).toContain('group:default/pay');
  });

  it('adopts a namespace, unless pods run there that nobody declared', async () => {
    const { cluster, pass, get, post } = await start();
    cluster.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'web' },
    });
    const stray = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'stray', namespace: 'web', labels: { app: 'stray' } },
    };
    cluster.put(stray);
    await pass();
    const adopt = () =>
      post('/namespaces/adopt', {
        cluster: 'shop-weu',
        namespace: 'web',
        reason: 'Ready',
      });

    const refused = await adopt().expect(409);
    expect(refused.body.error.message).toContain('stray');
    cluster.remove('/Pod/web/stray');
    await adopt().expect(201);
    await pass();

    const { body } = await get('/overview');
    expect(body.namespaces).toContainEqual(
      expect.objectContaining({ namespace: 'web', stage: 'enforce' }),
    );
    expect([...cluster.objects.keys()].join()).toContain(
      'AuthorizationPolicy/web/',
    );
  });

  it('adopts a namespace for watching only, whatever runs there', async () => {
    const { cluster, pass, get, post } = await start();
    cluster.put({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'web' },
    });
    cluster.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'stray', namespace: 'web', labels: { app: 'stray' } },
    });
    await pass();
    const adopt = (stage: string) =>
      post('/namespaces/adopt', {
        cluster: 'shop-weu',
        namespace: 'web',
        stage,
        reason: 'Ready',
      });

    await adopt('off').expect(400);
    await adopt('observe').expect(201);
    await pass();

    const { body } = await get('/overview');
    expect(body.namespaces).toContainEqual(
      expect.objectContaining({ namespace: 'web', stage: 'observe' }),
    );
    const keys = [...cluster.objects.keys()].join();
    expect(keys).not.toContain('AuthorizationPolicy/web/');
    expect(keys).not.toContain('NetworkPolicy/web/');
  });

  it('previews a draft of an API by what its definition says', async () => {
    const consumer = component({ name: 'shop', consumesApis: ['stock-api'] });
    const provider = component({ name: 'stock', providesApis: ['stock-api'] });
    const { pass, post } = await start({ entities: [consumer, provider] });
    await pass();
    const draft = api('stock-api');
    const preview = async (definition: string) => {
      const spec = { ...draft.spec, definition };
      const entities = [{ ...draft, spec }];
      return (await post('/preview', { entities }).expect(200)).body;
    };

    const readable = await preview(
      JSON.stringify({ openapi: '3.1.0', paths: { '/items': { get: {} } } }),
    );
    const broken = await preview('openapi: [');

    expect(JSON.stringify(readable.access.gained)).toContain('GET /items');
    expect(broken.access.gained).toEqual([]);
  });

  it('previews, exports its input, and starts a pass', async () => {
    const { pass, get, post } = await start();
    await pass();

    const preview = await post('/preview', {
      entities: [{ ...web, spec: { ...web.spec, dependsOn: [] } }],
    }).expect(200);
    expect(preview.body).toHaveProperty('access.lost');
    const input = await get('/input').expect(200);
    expect(input.body).toMatchObject({
      version: 1,
      instance: 'test',
      contracts: {},
      guardrails: [],
    });
    await post('/clusters/shop-weu/reconcile').expect(202);
    await post('/clusters/nowhere/reconcile').expect(404);
  });

  it('previews a draft as if it came from where it will', async () => {
    const bound = {
      ...mesh,
      bindings: {
        unclaimed: 'ask',
        static: [
          {
            namespace: 'cart',
            owner: 'group:default/shop',
            locationPrefix: 'url:https://git.example.com/shop/',
          },
        ],
      },
    };
    const { post } = await start({ data: { mesh: bound } });
    const { metadata, ...draft } = component({ name: 'cart' });
    const entities = [{ ...draft, metadata: { name: metadata.name } }];
    const countObjects = async (location?: string): Promise<number> => {
      const answer = await post('/preview', { entities, location }).expect(200);
      return answer.body.objects.length;
    };
    const at = (path: string) => `url:https://git.example.com/${path}`;

    expect(await countObjects(at('shop/cart/a.yaml'))).toBeGreaterThan(0);
    expect(await countObjects(at('other/cart/a.yaml'))).toBe(0);
    expect(await countObjects()).toBe(0);
    await post('/preview', { entities, location: 'file:/etc' }).expect(400);
  });

  it('ends a grant when its approver says', async () => {
    const { pass, post } = await start();
    await pass();
    const until = '2199-01-01T00:00:00.000Z';

    const { body } = await post('/approvals', { ...decision, until });

    expect(body.scope.until).toBe(until);
  });

  it.each([
    ['no reason', { decision: 'decline' }, /400 .*'reason'/],
    [
      'no such request',
      { consumerRef: 'component:default/x' },
      /404 .*request/,
    ],
    ['an unknown decision', { decision: 'maybe' }, /400 .*'decision'/],
    ['no reference', { providerRef: 'a b' }, /400 .*'providerRef'/],
    ['a past end', { until: '2001-01-01' }, /400 .*'until'/],
  ])('refuses a decision with %s', async (_, change, expected) => {
    const { pass, post } = await start();
    await pass();

    const answer = await post('/approvals', { ...decision, ...change });

    const { message, stack } = answer.body.error;
    expect(`${answer.status} ${message}`).toMatch(expected);
    expect(stack).toBeUndefined();
  });

  it.each([
    ['get', '/clusters', {}],
    ['get', '/overview', {}],
    ['get', '/status/component/default/web', {}],
    ['get', '/input', {}],
    ['post', '/ask', { from: decision.consumerRef, to: decision.providerRef }],
    ['post', '/preview', { entities: [] }],
    ['post', '/approvals', decision],
    [
      'post',
      '/bindings',
      { cluster: '*', namespace: 'a', owner: 'group:default/a', reason: 'a' },
    ],
    [
      'post',
      '/services/register',
      {
        entityRef: 'component:default/a',
        cluster: 'shop-weu',
        namespace: 'a',
        owner: 'group:default/shop',
        locationPrefix: 'url:https://git.example.com/shop',
      },
    ],
    [
      'post',
      '/namespaces/adopt',
      { cluster: 'shop-weu', namespace: 'a', reason: 'a' },
    ],
    [
      'post',
      '/retiring/confirm',
      { entityRef: 'component:default/a', reason: 'a' },
    ],
    ['post', '/clusters/shop-weu/reconcile', {}],
    ['post', '/clusters/preview', { purpose: 'provision', spec: {} }],
    ['post', '/clusters/export', { format: 'bicep', spec: {} }],
    ['post', '/runs', { kind: 'provision', spec: {}, key: 'a' }],
    [
      'post',
      '/runs',
      { kind: 'retire', cluster: 'shop-weu', confirm: 'shop-weu', key: 'a' },
    ],
    ['post', '/runs', { kind: 'verify', cluster: 'shop-weu', key: 'a' }],
    ['get', '/runs', {}],
    ['get', '/runs/a', {}],
    ['get', '/runs/a/events', {}],
    ['post', '/runs/a/cancel', {}],
    ['post', '/runs/a/resume', {}],
  ] as const)(
    'refuses %s %s without permission',
    async (method, path, body) => {
      const world = await start({ result: AuthorizeResult.DENY });

      const call = method === 'get' ? world.get(path) : world.post(path, body);
      const answer = await call.expect(403);

      expect(answer.body.error.name).toBe('NotAllowedError');
      expect(world.cluster.writes).toEqual([]);
    },
  );

  it('lets no service decide in the place of a person', async () => {
    const { post } = await start();

    const answer = await post('/approvals', decision)
      .set('authorization', mockCredentials.service.header())
      .expect(403);

    expect(answer.body.error.name).toBe('NotAllowedError');
  });
});
