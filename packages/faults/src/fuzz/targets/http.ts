import { mockCredentials } from '@backstage/backend-test-utils';
import type { AddressInfo } from 'node:net';
import type { Random } from '../../azure/Random';
import { hostileText, hostileValue } from '../hostileValues';
import { mutate } from '../mutate';
import { listRoutes, startProduct } from '../parts';
import { BrokenPromise, type Target } from '../Target';

const BODIES = [
  { from: 'component:default/web', to: 'component:default/payments', port: 80 },
  {
    consumerRef: 'component:default/web',
    providerRef: 'component:default/payments',
    decision: 'approve',
    until: '2027-01-01T00:00:00Z',
  },
  {
    ...{ cluster: 'shop-weu', namespace: 'pay-*', reason: 'x' },
    owner: 'group:default/pay',
  },
  {
    entities: [{ apiVersion: 'a', kind: 'Component', metadata: { name: 'a' } }],
  },
  { purpose: 'provision', spec: { name: 'shop-neu', region: 'westeurope' } },
  { kind: 'verify', cluster: 'shop-weu', key: 'k' },
  { entityRef: 'component:default/web', reason: 'x' },
];

const people = ['petra', 'dana', 'olaf'].map(name =>
  mockCredentials.user.header(`user:default/${name}`),
);

/** Half characters cannot be sent. */
function toWellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function encode(text: string): string {
  return encodeURIComponent(toWellFormed(text)).slice(0, 4_000);
}

function createRequest(routes: string[], random: Random) {
  const [method = '', pattern = ''] = random.pick(routes).split(' ');
  const path = pattern.replace(/:\w+/g, () =>
    random.chance(0.3) ? 'shop-weu' : encode(hostileText(random)) || 'x',
  );
  const query = random.chance(0.3)
    ? `?${encode(hostileText(random))}=${encode(hostileText(random))}`
    : '';
  const json = random.chance(0.1)
    ? hostileText(random)
    : JSON.stringify(
        random.chance(0.2)
          ? hostileValue(random)
          : mutate(random.pick(BODIES), random, 2),
      );
  return { method, path: `/api/mesh/v1${path}${query}`, json };
}

/** Requests: an answer that is no failure of ours, and no stack trace. */
export async function createHttpTarget(): Promise<Target> {
  const { backend } = await startProduct();
  const { port } = backend.server.address() as AddressInfo;
  const routes = listRoutes(backend.server).filter(
    route => !/\/\.|\/health|\/authorize/.test(route),
  );
  return {
    name: 'http',
    async attempt(random) {
      const { method, path, json } = createRequest(routes, random);
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          authorization: random.pick(people),
          'content-type': random.pick([
            ...['application/json', 'application/json'],
            ...['text/plain', 'application/json; charset=utf-16'],
          ]),
        },
        ...(method !== 'GET' && { body: toWellFormed(json) }),
      });
      const text = await response.text();
      if (response.status >= 500 || /\n {4}at /.test(text)) {
        throw new BrokenPromise(
          `${method} ${path} ${json.slice(0, 1000)}: ${
            response.status
          } ${text.slice(0, 2000)}`,
        );
      }
    },
    stop: () => backend.stop(),
  };
}
