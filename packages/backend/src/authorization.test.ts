import request from 'supertest';
import { type Answers, callers, nameAnswers } from './__testUtils__/callers';
import { listRoutes } from './__testUtils__/listRoutes';
import { startProduct } from './__testUtils__/startProduct';

jest.setTimeout(60_000);

type Row = {
  /** Instead of the path of the route. */
  path?: string;
  body?: object;
  /**
   * For: anonymous, signed in without rights, owner of the caller, owner of
   * the called, platform team, another plugin.
   */
  answers: Answers;
};

const everybody: Answers = [401, 200, 200, 200, 200, 200];
const web = 'component:default/web';
const payments = 'component:default/payments';
const cluster = 'shop-weu';
const reason = 'A test';
const spec = { name: 'shop-neu' };

/** Every route of the API, and what it says to whom. */
const routes: Record<string, Row> = {
  'GET /clusters': { answers: everybody },
  'GET /overview': { answers: everybody },
  'GET /status/:kind/:namespace/:name': {
    path: '/status/component/default/payments',
    answers: everybody,
  },
  'GET /input': { answers: [401, 403, 403, 403, 200, 200] },
  'POST /ask': { body: { from: web, to: payments }, answers: everybody },
  'POST /preview': { body: { entities: [] }, answers: everybody },
  'POST /approvals': {
    body: { consumerRef: web, providerRef: payments, decision: 'approve' },
    answers: [401, 403, 403, 201, 201, 403],
  },
  'POST /retiring/confirm': {
    body: { entityRef: web, reason },
    // It is not gone, so there is nothing to confirm.
    answers: [401, 403, 403, 403, 409, 403],
  },
  'POST /bindings': {
    body: { cluster, namespace: 'pay-*', owner: 'group:default/pay', reason },
    answers: [401, 403, 403, 403, 201, 403],
  },
  'POST /services/register': {
    body: {
      ...{ entityRef: 'component:default/cart', cluster, namespace: 'cart' },
      ...{ owner: 'user:default/dana', locationPrefix: 'url:https://git/x/' },
    },
    // For one's own team only, whoever one is.
    answers: [401, 403, 201, 403, 403, 403],
  },
  'POST /namespaces/adopt': {
    body: { cluster, namespace: 'web', reason },
    answers: [401, 403, 403, 403, 201, 403],
  },
  'POST /clusters/:name/reconcile': {
    path: '/clusters/shop-weu/reconcile',
    answers: [401, 403, 403, 403, 202, 403],
  },
  'GET /clusters/:name/custody': {
    path: '/clusters/shop-weu/custody',
    answers: everybody,
  },
  'GET /clusters/:name/uninstall': {
    path: '/clusters/shop-weu/uninstall?mode=release',
    answers: [401, 403, 403, 403, 200, 200],
  },
  // The name is not typed; nothing is uninstalled in this table.
  'POST /clusters/:name/uninstall': {
    path: '/clusters/shop-weu/uninstall',
    body: { mode: 'release', confirm: 'another', reason },
    answers: [401, 403, 403, 403, 400, 403],
  },
  'POST /clusters/:name/manage': {
    path: '/clusters/shop-weu/manage',
    body: { reason },
    answers: [401, 403, 403, 403, 202, 403],
  },
  // It is managed here already, and nobody left anything.
  'GET /clusters/:name/take-over': {
    path: '/clusters/shop-weu/take-over',
    answers: [401, 403, 403, 403, 409, 409],
  },
  'POST /clusters/:name/take-over': {
    path: '/clusters/shop-weu/take-over',
    body: { from: 'other', reason },
    answers: [401, 403, 403, 403, 409, 403],
  },
  'POST /clusters/:name/leftovers/withdraw': {
    path: '/clusters/shop-weu/leftovers/withdraw',
    body: { reason },
    answers: [401, 403, 403, 403, 409, 403],
  },
  // Nobody here can make clusters; who may ask is told so.
  'POST /clusters/preview': {
    body: { purpose: 'provision', spec },
    answers: [401, 403, 403, 403, 404, 404],
  },
  'POST /clusters/export': {
    body: { format: 'bicep', spec },
    answers: [401, 403, 403, 403, 404, 404],
  },
  'POST /runs': {
    body: { kind: 'verify', cluster, key: 'one' },
    answers: [401, 403, 403, 403, 201, 403],
  },
  'GET /runs': { answers: [401, 403, 403, 403, 200, 200] },
  'GET /runs/:id': {
    path: '/runs/none',
    answers: [401, 403, 403, 403, 404, 404],
  },
  'GET /runs/:id/events': {
    path: '/runs/none/events',
    answers: [401, 403, 403, 403, 404, 404],
  },
  'POST /runs/:id/cancel': {
    path: '/runs/none/cancel',
    answers: [401, 403, 403, 403, 404, 403],
  },
  'POST /runs/:id/resume': {
    path: '/runs/none/resume',
    answers: [401, 403, 403, 403, 404, 403],
  },
};

/** Of Backstage itself, or of the permission plugin. */
const foreign = /^\w+ (\/\.backstage|\/\.well-known|\/health|\/authorize)/;

describe('authorization', () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.backend.stop());

  it('is decided here for every route there is', () => {
    const there = listRoutes(product.backend.server).filter(
      route => !foreign.test(route),
    );

    expect(there).toEqual(Object.keys(routes).sort());
  });

  it.each(Object.entries(routes))('%s', async (route, row) => {
    const [method = '', pattern = ''] = route.split(' ');
    const path = `/api/mesh/v1${row.path ?? pattern}`;
    const answers: number[] = [];
    const texts: string[] = [];
    for (const authorization of Object.values(callers)) {
      const call = request(product.backend.server);
      const sent =
        method === 'GET' ? call.get(path) : call.post(path).send(row.body);
      const { status, text } = await sent.set('authorization', authorization);
      answers.push(status);
      texts.push(text);
    }

    expect(nameAnswers(answers)).toEqual(nameAnswers(row.answers));
    expect(texts.join()).not.toMatch(/\n {4}at /);
  });
});
