import { fine, judge, refused, warned } from './__testUtils__/webhook';
import { validateWebhook } from './validateWebhook';

const to = (operation: unknown) => ({ rules: [{ to: [{ operation }] }] });
const from = (source: unknown) => ({ rules: [{ from: [{ source }] }] });
const when = (key: string, ...values: string[]) => ({
  rules: [{ when: [{ key, values }] }],
});
const whenNot = (key: string, ...notValues: string[]) => ({
  rules: [{ when: [{ key, notValues }] }],
});

describe('validateWebhook', () => {
  it.each([
    ['Namespace', 'v1'],
    ['Gateway', 'gateway.networking.k8s.io/v1'],
    ['constructor', 'networking.istio.io/v1'],
  ])('does not speak about %s of %s', (kind, apiVersion) => {
    const object = { apiVersion, kind, metadata: { name: 'a' } };
    expect(validateWebhook(object)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['PeerAuthentication', { mtls: { mode: 'ON' } }, 'unknown value "ON"'],
    ['Sidecar', { egress: {} }, 'spec.egress is no list'],
    ['DestinationRule', { host: 1 }, 'spec.host is no text'],
    [
      'DestinationRule',
      { trafficPolicy: { connectionPool: { tcp: { idleTimeout: '1d' } } } },
      'is no duration: "1d"',
    ],
    ['WorkloadEntry', { weight: -1 }, 'spec.weight is no uint32'],
  ])('cannot read a %s with %j', (kind, spec, message) => {
    expect(judge(kind, spec)).toEqual(refused(message));
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ['AuthorizationPolicy', { 'istio.io/dry-run': 'true' }, undefined],
    [
      'AuthorizationPolicy',
      { 'istio.io/dry-run': 'yes' },
      'invalid value (yes)',
    ],
    [
      'PeerAuthentication',
      { 'istio.io/dry-run': 'true' },
      'unsupported annotation',
    ],
    [
      'PeerAuthentication',
      { 'internal.istio.io/parents': 'a' },
      'may not be set by users',
    ],
    [
      'PeerAuthentication',
      { 'internal.istio.io/webhook-always-reject': '' },
      'rejecting',
    ],
  ])('reads the annotations of a %s: %j', (kind, annotations, message) => {
    expect(judge(kind, {}, { annotations })).toEqual(
      message ? refused(message) : fine,
    );
  });

  it('lets only policies that allow or deny run dry', () => {
    const annotations = { 'istio.io/dry-run': 'true' };
    expect(
      judge('AuthorizationPolicy', { action: 'AUDIT' }, { annotations }),
    ).toEqual(refused('currently only supports action ALLOW/DENY'));
  });
});

describe('the webhook on AuthorizationPolicies', () => {
  it.each<[unknown, string]>([
    [{ action: 'DENY' }, 'DENY action without `rules` is meaningless'],
    [{ action: 'CUSTOM', rules: [{}] }, '`provider.name` must not be empty'],
    [{ provider: { name: 'a' } }, '`provider` must not be with non CUSTOM'],
    [{ rules: [{ to: [] }] }, '`to` must not be empty, found at rule 0'],
    [
      { rules: [{}, { from: [{}] }] },
      '`from.source` must not be nil, found at rule 1',
    ],
    [from({}), '`from.source` must not be empty'],
    [to({ hosts: [] }), '`to.operation` must not be empty'],
    [to({ ports: ['http'] }), 'bad port (http)'],
    [to({ notPorts: ['65536'] }), 'bad port (65536)'],
    [to({ methods: [''] }), 'empty value not allowed, found in Methods'],
    [
      to({ paths: ['/a/{id}'] }),
      "Contains '{' or '}' beyond a supported path template",
    ],
    [to({ notPaths: ['/{**}/a/{*}'] }), '{**} is not the last operator'],
    [
      to({ paths: ['/{*}/a b'] }),
      'Contains segment a b with invalid string literal',
    ],
    [from({ ipBlocks: ['10.0.0.0/33'] }), 'bad CIDR range (10.0.0.0/33)'],
    [from({ notRemoteIpBlocks: ['a'] }), 'bad IP address (a)'],
    [
      from({ serviceAccounts: ['*'] }),
      'wildcard not allowed, found in ServiceAccounts',
    ],
    [from({ serviceAccounts: ['a/b/c'] }), "expected format 'serviceAccount'"],
    [from({ serviceAccounts: ['/a'] }), 'found empty namespace "/a"'],
    [
      from({ serviceAccounts: ['a'], namespaces: ['b'] }),
      'cannot set serviceAccounts with namespaces or principals',
    ],
    [
      from({ trustDomains: ['a*b'] }),
      'wildcard is only allowed at the start or end',
    ],
    [from({ trustDomains: ['a/b'] }), "trust domain must not contain '/'"],
    [when(''), '`key` must not be empty'],
    [when('source.ip'), 'at least one of `values` or `notValues` must be set'],
    [
      when('source.ip', 'a'),
      'invalid `value` for `key` source.ip: bad IP address (a)',
    ],
    [when('destination.port', 'a'), 'bad port (a)'],
    [
      { selector: { matchLabels: { a: '*' } } },
      'wildcard is not supported in selector: "a=*"',
    ],
    [
      { targetRefs: [{ kind: 'Pod', name: 'a' }] },
      'targetRef must be to one of',
    ],
    [{ targetRef: { kind: 'Service' } }, 'targetRef name must be set'],
    [
      { targetRef: { kind: 'Service', name: 'a', namespace: 'b' } },
      'cross namespace referencing',
    ],
    [
      {
        selector: { matchLabels: { a: 'b' } },
        targetRefs: [{ kind: 'Service', name: 'a' }],
      },
      'only one of targetRefs or workloadSelector can be set',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('AuthorizationPolicy', spec)).toEqual(refused(message));
  });

  it.each<[string, string]>([
    ['source.time', 'unknown attribute: source.time'],
    ['request.headers', 'should have format a[b]'],
    ['destination.labels[a]', 'is replaced by the workload selector'],
    ['destination.user', 'only supported in v1alpha1'],
  ])('does not know the key %s, whatever its values', (key, message) => {
    for (const spec of [when(key, 'a'), whenNot(key, 'a')]) {
      expect(judge('AuthorizationPolicy', spec).errors).toContainEqual(
        expect.stringContaining(message),
      );
    }
  });

  it.each<[unknown]>([
    [{}],
    [to({ paths: ['/a/{*}/b/{**}'], notPorts: ['65535'] })],
    [when('request.auth.claims[a][b]', 'c')],
    [when('experimental.envoy.filters.a[b]', 'c')],
    [from({ trustDomains: ['*'], requestPrincipals: ['*'] })],
    [{ targetRefs: [{ kind: 'Service', group: '', name: 'a' }] }],
    [
      {
        action: 'CUSTOM',
        provider: { name: 'a' },
        rules: [to({ paths: ['/a'] })],
      },
    ],
  ])('accepts %j', spec => {
    expect(judge('AuthorizationPolicy', spec)).toEqual(fine);
  });

  it.each([
    [from({ principals: ['a'] }), 'From.Principals'],
    [from({ notRequestPrincipals: ['a'] }), 'From.NotRequestPrincipals'],
    [when('request.auth.claims[a]', 'b'), 'request.auth.claims[a]'],
    [when('source.namespace', 'b'), 'source.namespace'],
  ])('has no identities for CUSTOM: %j', (part, field) => {
    const spec = { action: 'CUSTOM', provider: { name: 'a' }, ...part };
    expect(judge('AuthorizationPolicy', spec)).toEqual(
      refused(`${field} is currently not supported with CUSTOM action`),
    );
  });

  it.each<[unknown, boolean]>([
    [to({ methods: ['GET'] }), true],
    [to({ methods: ['GET'], ports: ['8080'] }), false],
    [from({ requestPrincipals: ['*'] }), true],
    [from({ namespaces: ['a'] }), false],
    [when('request.headers[a]', 'b'), false],
  ])('says whether DENY of %j closes ports of TCP', (spec, closes) => {
    expect(
      judge('AuthorizationPolicy', { action: 'DENY', ...Object(spec) }),
    ).toEqual(closes ? warned('will deny all traffic to TCP ports') : fine);
  });

  it('wants a selector to select', () => {
    expect(judge('AuthorizationPolicy', { selector: {} })).toEqual(
      warned('workload selector specified without labels'),
    );
  });
});

describe('the webhook on authentication', () => {
  const selector = { matchLabels: { app: 'a' } };

  it.each<[unknown, string]>([
    [{ portLevelMtls: { '80': {} } }, 'cannot have port level mTLS'],
    [{ selector, portLevelMtls: {} }, 'must have at least one element'],
    [
      { selector, portLevelMtls: { '65536': {} } },
      'port must be in range 1..65535',
    ],
  ])('refuses a PeerAuthentication with %j', (spec, message) => {
    expect(judge('PeerAuthentication', spec)).toEqual(refused(message));
  });

  it('accepts ports of selected workloads', () => {
    const portLevelMtls = { '80': { mode: 'DISABLE' } };
    expect(judge('PeerAuthentication', { selector, portLevelMtls })).toEqual(
      fine,
    );
  });

  it.each<[unknown, string | undefined]>([
    [{ issuer: 'a' }, undefined],
    [{ jwksUri: 'https://keys.example.com:8443/jwks' }, undefined],
    [{}, 'issuer or jwksUri must be non-empty string'],
    [{ jwksUri: 'ftp://a' }, 'URI scheme "ftp" is not supported'],
    [{ jwksUri: 'https://a:port' }, 'parse "https://a:port"'],
    [{ issuer: 'a', jwks: '{' }, 'jwks parse error'],
    [
      { issuer: 'a', jwks: '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}' },
      undefined,
    ],
    [{ issuer: 'a', audiences: [''] }, 'audience must be non-empty string'],
    [
      { issuer: 'a', fromHeaders: [{}] },
      'location header name must be non-empty',
    ],
    [{ issuer: 'a', fromParams: [''] }, 'location query must be non-empty'],
    [{ issuer: 'a', fromCookies: [''] }, 'cookie name must be non-empty'],
    [
      { issuer: 'a', outputClaimToHeaders: [{ claim: 'a' }] },
      'header and claim value must be non-empty',
    ],
    [
      { issuer: 'a', outputClaimToHeaders: [{ claim: 'a', header: 'b c' }] },
      'header name b c is not a valid header name',
    ],
    [{ issuer: 'a', timeout: '1.5ms' }, 'only durations to ms precision'],
  ])('judges a rule of a RequestAuthentication: %j', (rule, message) => {
    expect(judge('RequestAuthentication', { jwtRules: [rule] })).toEqual(
      message ? refused(message) : fine,
    );
  });

  it.each([
    '{"kty":"oct","k":"AQAB"}',
    '{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}',
  ])('says when a secret is published: %s', key => {
    const jwtRules = [{ issuer: 'a', jwks: `{"keys":[${key}]}` }];
    expect(judge('RequestAuthentication', { jwtRules })).toEqual(
      warned('jwks key at index 0 contains private key material'),
    );
  });
});
