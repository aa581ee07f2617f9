import { ask, call, object } from '../__testUtils__/world';
import type { CallRequest } from '../types';

const server = { ambient: true, ip: '10.0.0.9' };
const waypoint = { namespace: 'shop', name: 'gate' };

function ambient(
  destination: Partial<CallRequest['destination']> = {},
  source: Partial<CallRequest['source']> = {},
): CallRequest {
  return call({
    source: { ambient: true, ...source },
    destination: { ...server, ...destination },
  });
}

const onlyGet = { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] };
const fromWeb = {
  rules: [
    { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] },
  ],
};

describe('evaluate for ambient', () => {
  it('lets ALLOW with parts of HTTP fit nothing at ztunnel', () => {
    const policy = object('AuthorizationPolicy shop/get', onlyGet);
    expect(ask([policy], ambient())).toMatchObject({
      decision: 'deny',
      layer: 'authorization-policy',
    });
  });

  it('lets DENY with only parts of HTTP have no effect at ztunnel', () => {
    const policy = object('AuthorizationPolicy shop/get', {
      ...onlyGet,
      action: 'DENY',
    });
    expect(ask([policy], ambient()).decision).toBe('allow');
  });

  it('keeps an empty rule: it fits everything', () => {
    const all = object('AuthorizationPolicy shop/all', { rules: [{}] });
    expect(ask([all], ambient()).decision).toBe('allow');
  });

  it('shows ztunnel the identity of the waypoint, the waypoint that of the caller', () => {
    const atWaypoint = object('AuthorizationPolicy shop/at-waypoint', {
      targetRefs: [{ group: '', kind: 'Service', name: 'api' }],
      ...fromWeb,
    });
    const atZtunnel = object('AuthorizationPolicy shop/at-ztunnel', fromWeb);
    expect(ask([atWaypoint], ambient({ waypoint })).decision).toBe('allow');
    expect(ask([atZtunnel], ambient({ waypoint })).decision).toBe('deny');
    expect(ask([atZtunnel], ambient()).decision).toBe('allow');
    const other = ambient({ waypoint }, { serviceAccount: 'other' });
    expect(ask([atWaypoint], other)).toMatchObject({
      decision: 'deny',
      httpStatus: 403,
    });
  });

  it.each([
    ['outside the mesh', { ambient: false, inMesh: false }, {}],
    ['with a proxy', { ambient: false }, {}],
    ['that address the pod', {}, { addressedBy: 'pod' as const }],
  ])('lets callers %s by-pass the waypoint', (_, source, destination) => {
    const nobody = object('AuthorizationPolicy shop/nobody', {
      targetRefs: [{ group: '', kind: 'Service', name: 'api' }],
    });
    const request = ambient({ waypoint, ...destination }, source);
    expect(ask([nobody], request).decision).toBe('allow');
    expect(ask([nobody], ambient({ waypoint })).decision).toBe('deny');
  });

  it('refuses plaintext at STRICT, and says who demands it', () => {
    const strict = object('PeerAuthentication shop/strict', {
      mtls: { mode: 'STRICT' },
    });
    const outside = ambient({}, { ambient: false, inMesh: false });
    expect(ask([strict], ambient()).mtls).toBe('mutual-tls');
    expect(ask([strict], outside)).toMatchObject({
      decision: 'deny',
      refusal: 'plaintext-to-strict',
      because: [
        'web in shop presents no identity to ztunnel of api in shop.',
        'PeerAuthentication shop/strict demands mutual TLS.',
      ],
    });
  });

  it('judges NetworkPolicies at the port of the tunnel', () => {
    const openAt = (port: number) =>
      object('NetworkPolicy shop/api', {
        podSelector: { matchLabels: { app: 'api' } },
        ingress: [{ ports: [{ port, protocol: 'TCP' }] }],
      });
    expect(ask([openAt(15008)], ambient()).decision).toBe('allow');
    expect(ask([openAt(8080)], ambient())).toMatchObject({
      decision: 'deny',
      layer: 'network-policy',
    });
  });

  it('does not guess an address that it does not know', () => {
    const block = object('AuthorizationPolicy shop/block', {
      action: 'DENY',
      rules: [{ from: [{ source: { ipBlocks: ['10.1.0.0/16'] } }] }],
    });
    expect(ask([block], ambient()).decision).toBe('unknown');
    expect(ask([block], ambient({}, { ip: '10.1.2.3' })).decision).toBe('deny');
    expect(ask([block], ambient({}, { ip: '10.2.2.3' })).decision).toBe(
      'allow',
    );
  });
});
