import type { JsonObject } from '@backstage/types';
import { component, resource } from '../../testUtils';
import { readDeclaration } from './readDeclaration';

const read = (mesh: JsonObject) => {
  const { declaration, diagnostics, unreadable } = readDeclaration(
    component({ name: 'web', mesh }),
  );
  return { ...declaration?.deployments[0], diagnostics, unreadable };
};

describe('mtls', () => {
  const exception = {
    port: 'http',
    mode: 'permissive',
    reason: 'the node exporter is outside the mesh',
    until: '2027-01-31',
  };

  it('has exceptions by port', () => {
    const { mtlsExceptions, diagnostics } = read({
      mtls: { exceptions: [exception] },
    });
    expect(diagnostics).toEqual([]);
    expect(mtlsExceptions).toEqual([
      { ...exception, pointer: '/spec/mesh/mtls/exceptions/0' },
    ]);
  });

  it('is overridden by a deployment', () => {
    const { declaration } = readDeclaration(
      component({
        name: 'web',
        mesh: {
          cluster: undefined,
          namespace: undefined,
          deployments: [
            { cluster: 'a', namespace: 'web' },
            { cluster: 'b', namespace: 'web', mtls: {} },
          ],
          mtls: { exceptions: [exception] },
        } as unknown as JsonObject,
      }),
    );
    expect(
      declaration?.deployments.map(item => item.mtlsExceptions?.length),
    ).toEqual([1, undefined]);
  });

  it('stays on where an exception cannot be read', () => {
    expect(
      read({ mtls: { exceptions: [{ ...exception, mode: 'strict' }] } }),
    ).toMatchObject({ unreadable: ['deployments'] });
    expect(
      read({ mtls: { exceptions: [{ ...exception, port: 'gone' }] } }),
    ).toMatchObject({ unreadable: [], diagnostics: [{ code: 'MW1028' }] });
  });
});

it('reads how calls are made', () => {
  const traffic = {
    timeout: '3s',
    retries: { attempts: 2, on: ['reset', '5xx'], perTryTimeout: '500ms' },
    circuitBreaker: { maxConnections: 100, consecutiveErrors: 5 },
  };
  expect(read({ traffic })).toMatchObject({
    diagnostics: [],
    traffic: {
      ...traffic,
      retries: { ...traffic.retries, on: ['5xx', 'reset'] },
    },
  });
  expect(read({ traffic: { timeout: '0s' } })).toMatchObject({
    unreadable: ['deployments'],
  });
});

it('reads which token a route asks for', () => {
  const jwt = {
    issuer: 'https://login.example.com/v2.0',
    audiences: ['shop'],
    claims: { role: ['customer', 'admin'], sub: 'x' },
  };
  const { expose, diagnostics } = read({
    expose: [{ host: 'a.example.com', gateway: 'internal', jwt }],
  });
  expect(diagnostics).toEqual([]);
  expect(expose).toEqual([
    {
      host: 'a.example.com',
      paths: ['/'],
      gateway: 'internal',
      jwt: { ...jwt, claims: { role: ['admin', 'customer'], sub: ['x'] } },
      pointer: '/spec/mesh/expose/0',
    },
  ]);
});

it('reads callers without identity', () => {
  const webhook = { name: 'hook', port: 443, protocol: 'tls' };
  const { ports } = read({
    ports: [{ ...webhook, callers: ['kube-apiserver'] }],
  });
  expect(ports).toEqual([
    { ...webhook, targetPort: 443, callers: ['kube-apiserver'] },
  ]);
});

it('reads tier and tags', () => {
  const entity = component({ name: 'web' });
  const { declaration } = readDeclaration({
    ...entity,
    metadata: {
      ...entity.metadata,
      labels: { 'meshwright.io/tier': 'edge' },
      tags: ['pci', 'java'],
    },
  });
  expect(declaration).toMatchObject({ tier: 'edge', tags: ['java', 'pci'] });
});

describe('external services', () => {
  const outside = (mesh: JsonObject) => {
    const entity = resource({ name: 'stripe', type: 'external-service' });
    return readDeclaration({ ...entity, spec: { ...entity.spec, mesh } });
  };
  const ports = [{ port: 443, protocol: 'tls' }];

  it('have hosts and ports', () => {
    const { declaration, diagnostics } = outside({
      hosts: ['api.stripe.com', '*.stripe.com'],
      ports,
    });
    expect(diagnostics).toEqual([]);
    expect(declaration?.external).toEqual({
      hosts: ['*.stripe.com', 'api.stripe.com'],
      ports: [{ name: 'tls-443', port: 443, targetPort: 443, protocol: 'tls' }],
      pointer: '/spec/mesh',
    });
  });

  it.each([
    ['*', 'MW1016'],
    ['*.com', 'MW1016'],
    ['stripe', 'MW1016'],
    ['10.0.0.1', 'MW1016'],
    ['169.254.169.254', 'MW1016'],
    ['0x7f.0x1', 'MW1016'],
    ['::1', 'MW1016'],
    ['https://api.stripe.com', 'MW1016'],
    ['api.*.com', 'MW1016'],
    ['API.stripe.com', 'MW1016'],
    ['payments.shop.svc', 'MW1030'],
    ['*.svc.cluster.local', 'MW1030'],
    ['*.cluster.local', 'MW1030'],
    ['a.localhost', 'MW1030'],
    ['metadata.google.internal', 'MW1030'],
  ])('cannot be %s', (host, code) => {
    const { declaration, diagnostics, unreadable } = outside({
      hosts: [host],
      ports,
    });
    expect(diagnostics).toMatchObject([
      { code, pointer: '/spec/mesh/hosts/0' },
    ]);
    expect(declaration?.external).toBeUndefined();
    expect(unreadable).toEqual(['deployments']);
  });
});
