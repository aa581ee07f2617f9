import { object } from '../evaluate/__testUtils__/world';
import { lintIdentityNeedsMtls } from './identityNeedsMtls';

const root = { rootNamespace: 'istio-system' };
const policy = object('AuthorizationPolicy shop/orders', {
  selector: { matchLabels: { app: 'orders' } },
  rules: [
    {
      from: [{ source: { namespaces: ['web'], notPrincipals: ['x'] } }],
      when: [
        { key: 'request.headers[a]', values: ['b'] },
        { key: 'source.principal', values: ['y'] },
      ],
    },
  ],
});
const peers = (id: string, mode: string, app?: string) =>
  object(`PeerAuthentication ${id}`, {
    ...(app ? { selector: { matchLabels: { app } } } : {}),
    mtls: { mode },
  });
const rule = (id: string, host: string, mode: string) =>
  object(`DestinationRule ${id}`, { host, trafficPolicy: { tls: { mode } } });

function paths(
  others: Parameters<typeof lintIdentityNeedsMtls>[0],
  autoMtls = true,
) {
  return lintIdentityNeedsMtls([policy, ...others], { ...root, autoMtls }).map(
    ({ path }) => path,
  );
}

describe('MW2001', () => {
  it('names each place that looks at identities', () => {
    expect(paths([], false)).toEqual([
      'spec/rules[0]/from[0]/source/notPrincipals',
      'spec/rules[0]/from[0]/source/namespaces',
      'spec/rules[0]/when[1]',
    ]);
  });

  it.each([
    ['nothing is said', []],
    [
      'the workload turns it on',
      [peers('shop/all', 'DISABLE'), peers('shop/orders', 'STRICT', 'orders')],
    ],
    [
      'only another workload turns it off',
      [peers('shop/other', 'DISABLE', 'other')],
    ],
    [
      'only another service is called in plaintext',
      [rule('shop/other', 'other', 'DISABLE')],
    ],
  ])('is silent with auto-mTLS when %s', (_, others) => {
    expect(paths(others)).toEqual([]);
  });

  it.each([
    ['the mesh turns it off', [peers('istio-system/all', 'DISABLE')]],
    [
      'the workload turns it off',
      [peers('shop/all', 'STRICT'), peers('shop/orders', 'DISABLE', 'orders')],
    ],
    [
      'clients are told plaintext',
      [rule('shop/orders', 'orders.shop.svc.cluster.local', 'DISABLE')],
    ],
  ])('speaks with auto-mTLS when %s', (_, others) => {
    expect(paths(others)).toHaveLength(3);
  });

  it('wants both sides to agree without auto-mTLS', () => {
    const server = peers('shop/all', 'STRICT');
    const client = rule('shop/all', '*.shop.svc.cluster.local', 'ISTIO_MUTUAL');
    expect(paths([server], false)).toHaveLength(3);
    expect(paths([client], false)).toHaveLength(3);
    expect(paths([server, client], false)).toEqual([]);
  });
});
