import { ask, call, object } from './__testUtils__/world';

const denyAll = object('NetworkPolicy shop/deny', {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
});
const webOut = object('NetworkPolicy shop/web', {
  podSelector: { matchLabels: { app: 'web' } },
  policyTypes: ['Egress'],
  egress: [
    {
      to: [{ podSelector: { matchLabels: { app: 'api' } } }],
      ports: [{ port: 8080, protocol: 'TCP' }],
    },
  ],
});
const apiIn = object('NetworkPolicy shop/api', {
  podSelector: {
    matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }],
  },
  ingress: [
    {
      from: [
        {
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': 'shop' },
          },
          podSelector: { matchLabels: { app: 'web' } },
        },
      ],
    },
  ],
});

describe('NetworkPolicies in a verdict', () => {
  it('needs the leave of both sides', () => {
    expect(ask([denyAll, webOut, apiIn], call()).decision).toBe('allow');
    expect(ask([denyAll, webOut], call())).toMatchObject({
      decision: 'deny',
      layer: 'network-policy',
      decidedBy: { kind: 'NetworkPolicy', name: 'deny' },
    });
    expect(ask([denyAll, apiIn], call()).layer).toBe('network-policy');
  });

  it('judges the port of the pod', () => {
    const other = call({ destination: { port: 9090, servicePort: 8080 } });
    const verdict = ask([webOut], other);
    expect(verdict.decision).toBe('deny');
    expect(verdict.because).toEqual([
      'NetworkPolicy shop/web limits the egress of web in shop, and no rule lets TCP 9090 to api in shop through.',
      'No NetworkPolicy limits the ingress of api in shop.',
    ]);
  });

  it('enforces nothing without a policy engine, and says so', () => {
    const verdict = ask([denyAll], call(), { policyEngine: false });
    expect(verdict.decision).toBe('allow');
    expect(verdict.because[0]).toContain('no network policy engine');
  });

  it('does not guess addresses and port names', () => {
    const block = object('NetworkPolicy shop/block', {
      podSelector: {},
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    expect(ask([block], call()).decision).toBe('unknown');
    const at = (ip: string) => ask([block], call({ source: { ip } })).decision;
    expect([at('10.1.2.3'), at('11.1.2.3')]).toEqual(['allow', 'deny']);
    const named = object('NetworkPolicy shop/named', {
      podSelector: {},
      ingress: [{ ports: [{ port: 'http' }] }],
    });
    expect(ask([named], call()).decision).toBe('unknown');
    const namedPorts = [{ name: 'http', port: 8080 }];
    expect(ask([named], call({ destination: { namedPorts } })).decision).toBe(
      'allow',
    );
  });
});
