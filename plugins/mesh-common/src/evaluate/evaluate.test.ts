import { ask, call, object, options, party } from './__testUtils__/world';
import { effectiveMtls } from './effectiveMtls';
import { evaluate } from './evaluate';
import { indexWorld } from './indexWorld';

const allowWeb = object('AuthorizationPolicy shop/api', {
  selector: { matchLabels: { app: 'api' } },
  rules: [
    {
      from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
      to: [{ operation: { methods: ['GET'], ports: ['8080'] } }],
    },
  ],
});
const strict = object('PeerAuthentication istio-system/default', {
  mtls: { mode: 'STRICT' },
});
const post = { method: 'POST', path: '/items' };
const intruder = { source: party('shop', 'intruder') };
const withoutProxy = { source: { inMesh: false } };

describe('evaluate', () => {
  it('is open without any policy, over mutual TLS', () => {
    expect(ask([], call())).toMatchObject({
      decision: 'allow',
      layer: 'none',
      mtls: 'mutual-tls',
      httpStatus: 200,
    });
  });

  it('names the rule that allows', () => {
    expect(ask([allowWeb, strict], call())).toMatchObject({
      decision: 'allow',
      decidedBy: {
        kind: 'AuthorizationPolicy',
        namespace: 'shop',
        name: 'api',
        rule: 0,
      },
    });
  });

  it('names the first field that does not fit', () => {
    const verdict = ask([allowWeb], call({ http: post }));
    expect(verdict).toMatchObject({
      decision: 'deny',
      layer: 'authorization-policy',
      httpStatus: 403,
    });
    expect(verdict.decidedBy).toBeUndefined();
    expect(verdict.because).toContain(
      'AuthorizationPolicy shop/api, rule 0: methods must be one of GET, and the method is POST.',
    );
  });

  it('refuses identities that no rule lists', () => {
    expect(ask([allowWeb], call(intruder)).decision).toBe('deny');
  });

  it('says that a pod without proxy has no identity', () => {
    const open = ask([allowWeb], call(withoutProxy));
    expect(open).toMatchObject({ decision: 'deny', mtls: 'plaintext' });
    expect(open.because.join('\n')).toContain(
      'web in shop presents no identity because its pod has no proxy',
    );
    expect(ask([allowWeb, strict], call(withoutProxy))).toMatchObject({
      decision: 'deny',
      layer: 'transport',
      mtls: 'refused',
      refusal: 'plaintext-to-strict',
    });
  });

  it('enforces no AuthorizationPolicy at a server without proxy', () => {
    const verdict = ask(
      [allowWeb, strict],
      call({ ...intruder, destination: { inMesh: false } }),
    );
    expect(verdict).toMatchObject({ decision: 'allow', mtls: 'plaintext' });
    expect(verdict.because).toContain(
      'api in shop has no proxy: no AuthorizationPolicy is enforced there.',
    );
  });

  it('lets DENY win, and reports the first key in lexicographic order', () => {
    const deny = object('AuthorizationPolicy shop/no-admin', {
      action: 'DENY',
      rules: Array.from({ length: 11 }, (_, index) => ({
        to: [
          { operation: { paths: [index === 2 || index === 10 ? '/a' : '/b'] } },
        ],
      })),
    });
    expect(
      ask([allowWeb, deny], call({ http: { method: 'GET', path: '/a?x=1' } })),
    ).toMatchObject({
      decision: 'deny',
      decidedBy: { name: 'no-admin', rule: 10 },
    });
  });

  it('does not enforce a dry run', () => {
    const dry = {
      ...allowWeb,
      metadata: {
        ...allowWeb.metadata,
        annotations: { 'istio.io/dry-run': 'true' },
      },
    };
    const verdict = ask([dry], call({ http: post }));
    expect(verdict.decision).toBe('allow');
    expect(verdict.because).toContain('Not enforced, dry run only: shop/api.');
  });

  it('denies everything by an ALLOW policy without rules', () => {
    const nothing = object('AuthorizationPolicy istio-system/nothing', {});
    expect(ask([nothing], call()).decision).toBe('deny');
  });

  it('judges HTTP-only conditions on TCP as the proxy does', () => {
    const tcp = call({ destination: { protocol: 'tcp' }, http: undefined });
    expect(ask([allowWeb], tcp).decision).toBe('deny');
    const deny = object('AuthorizationPolicy shop/no-delete', {
      action: 'DENY',
      rules: [{ to: [{ operation: { methods: ['DELETE'] } }] }],
    });
    expect(ask([deny], tcp).decision).toBe('deny');
    expect(ask([deny], call()).decision).toBe('allow');
  });

  it('answers unknown when the question leaves out what decides', () => {
    const verdict = ask([allowWeb], call({ http: undefined }));
    expect(verdict.decision).toBe('unknown');
    expect(verdict.because.join('\n')).toContain('depends on methods');
    const anonymous = call({ source: { serviceAccount: undefined } });
    expect(ask([allowWeb], anonymous).decision).toBe('unknown');
  });

  it('leaves a rule with an unknown attribute out', () => {
    const policy = object('AuthorizationPolicy shop/api', {
      rules: [{ when: [{ key: 'request.url_path', values: ['/x'] }] }],
    });
    const verdict = ask([policy], call());
    expect(verdict.decision).toBe('deny');
    expect(verdict.because.join('\n')).toContain(
      'unknown attribute request.url_path',
    );
  });

  it('puts reasons into words only when asked to', () => {
    const world = indexWorld([allowWeb], options);
    expect(evaluate(world, call()).because).toEqual([]);
    expect(ask([allowWeb], call()).because).toEqual([
      'No NetworkPolicy limits the egress of web in shop.',
      'No NetworkPolicy limits the ingress of api in shop.',
      'The proxy of web in shop opens mutual TLS as cluster.local/ns/shop/sa/web.',
      'api in shop accepts mutual TLS and plaintext on port 8080 (PERMISSIVE, default of the mesh).',
      'AuthorizationPolicy shop/api, rule 0 allows it.',
    ]);
  });

  it('asks the external authorizer of CUSTOM policies', () => {
    const custom = object('AuthorizationPolicy shop/ext', {
      action: 'CUSTOM',
      provider: { name: 'opa' },
      rules: [{ to: [{ operation: { paths: ['/items'] } }] }],
    });
    const answer = (externalAuthorizer?: 'allow' | 'deny') =>
      ask([custom], { ...call(), externalAuthorizer }).decision;
    expect([answer(), answer('allow'), answer('deny')]).toEqual([
      'unknown',
      'allow',
      'deny',
    ]);
    expect(ask([custom], call(), { externalAuthorizers: {} }).decision).toBe(
      'deny',
    );
  });

  it('refuses identities of foreign trust domains unless aliased', () => {
    const foreign = call({ source: { principal: 'other/ns/shop/sa/web' } });
    expect(ask([], foreign)).toMatchObject({ refusal: 'foreign-identity' });
    expect(
      ask([allowWeb], foreign, { trustDomainAliases: ['other'] }).decision,
    ).toBe('allow');
  });

  it('lets a DestinationRule decide how the client connects', () => {
    const plain = object('DestinationRule shop/api', {
      host: 'api',
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    });
    expect(ask([plain], call()).mtls).toBe('plaintext');
    const subsets = object('DestinationRule shop/subsets', {
      host: 'api.shop.svc.cluster.local',
      subsets: [
        { name: 'v2', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
      ],
    });
    const toSubset = (subset: string) =>
      ask([plain, subsets], call({ destination: { subset } })).mtls;
    expect([toSubset('v1'), toSubset('v2')]).toEqual([
      'plaintext',
      'mutual-tls',
    ]);
    expect(ask([plain, strict], call())).toMatchObject({
      layer: 'transport',
      refusal: 'plaintext-to-strict',
    });
  });
});

describe('effectiveMtls', () => {
  it('takes the port before the workload before the namespace', () => {
    const world = indexWorld(
      [
        strict,
        object('PeerAuthentication shop/default', {
          mtls: { mode: 'PERMISSIVE' },
        }),
        object('PeerAuthentication shop/api', {
          selector: { matchLabels: { app: 'api' } },
          mtls: { mode: 'STRICT' },
          portLevelMtls: { 9090: { mode: 'DISABLE' } },
        }),
      ],
      options,
    );
    const api = { namespace: 'shop', labels: { app: 'api' } };
    expect(effectiveMtls(world, { ...api, port: 9090 })).toEqual({
      mode: 'DISABLE',
      source: 'PeerAuthentication shop/api',
    });
    expect(effectiveMtls(world, { ...api, port: 8080 }).mode).toBe('STRICT');
    expect(effectiveMtls(world, { namespace: 'shop', labels: {} }).mode).toBe(
      'PERMISSIVE',
    );
    expect(effectiveMtls(world, { namespace: 'x', labels: {} })).toEqual({
      mode: 'STRICT',
      source: 'PeerAuthentication istio-system/default',
    });
  });
});
