import { fine, judge, refused, warned } from '../__testUtils__/webhook';

const policy = (trafficPolicy: unknown) => ({ host: 'a.com', trafficPolicy });
const balance = (loadBalancer: unknown) => policy({ loadBalancer });
const pool = (connectionPool: unknown) => policy({ connectionPool });
const tls = (settings: unknown) => policy({ tls: settings });
const hash = (consistentHash: unknown) => balance({ consistentHash });
const near = (localityLbSetting: unknown) =>
  policy({ loadBalancer: { localityLbSetting }, outlierDetection: {} });
const spread = (from: string, ...to: [string, number][]) => ({
  from,
  to: Object.fromEntries(to),
});

describe('the webhook on DestinationRules', () => {
  it.each<[unknown]>([
    [{ host: '*.a.com' }],
    [pool({ tcp: { idleTimeout: '0s', connectTimeout: '1s' } })],
    [pool({ http: { http2KeepAlive: { interval: '1s', timeout: '1s' } } })],
    [hash({ maglev: { tableSize: 65537 } })],
    [tls({ mode: 'MUTUAL', clientCertificate: 'a', privateKey: 'b' })],
    [tls({ mode: 'SIMPLE', credentialName: 'configmap://shop/ca' })],
    [near({ distribute: [spread('us/*', ['us/a', 30], ['eu', 70])] })],
    [near({ failover: [{ from: 'us', to: 'eu' }] })],
    [policy({ tunnel: { targetHost: '10.0.0.1', targetPort: 443 } })],
    [
      {
        host: 'a',
        exportTo: ['.'],
        workloadSelector: { matchLabels: { a: 'b' } },
      },
    ],
    [{ host: 'a', subsets: [{ name: 'v1', labels: { version: 'v1' } }] }],
  ])('accepts %j', spec => {
    expect(judge('DestinationRule', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [{ host: 'a_b' }, 'domain name "a_b" invalid (label "a_b" invalid)'],
    [{ host: 'a.*.com' }, 'label "*" invalid'],
    [{ host: '' }, 'empty domain name not allowed'],
    [{ host: `${'a.'.repeat(130)}com` }, 'too long (max 255)'],
    [policy({}), 'traffic policy must have at least one field'],
    [policy({ tunnel: {}, proxyProtocol: {} }), 'must not be set together'],
    [
      policy({ tunnel: { targetHost: 'a', targetPort: 0 } }),
      'tunnel target port is invalid',
    ],
    [
      policy({ tunnel: { targetHost: '*', targetPort: 1 } }),
      'must be valid FQDN or IP address',
    ],
    [
      policy({ tunnel: { protocol: 'GET', targetHost: 'a', targetPort: 1 } }),
      '"CONNECT" or "POST"',
    ],
    [
      policy({ outlierDetection: { interval: '1us' } }),
      'duration must be greater than 1ms',
    ],
    [
      policy({ outlierDetection: { maxEjectionPercent: 101 } }),
      'percentage 101 is not in range 0..100',
    ],
    [
      policy({ outlierDetection: { consecutiveLocalOriginFailures: 5 } }),
      'split external local origin errors is set to false',
    ],
    [
      policy({ portLevelSettings: [{ tls: {} }] }),
      'portTrafficPolicy must have valid port',
    ],
    [
      policy({ portLevelSettings: [{ port: { number: 1 } }] }),
      'port traffic policy must have at least one field',
    ],
    [pool({}), 'connection pool must have at least one field'],
    [
      pool({ tcp: { maxConnections: -1 } }),
      'max connections must be non-negative',
    ],
    [
      pool({ tcp: { tcpKeepalive: { time: '0s' } } }),
      'duration must be greater than 1ms',
    ],
    [pool({ http: { maxRetries: -1 } }), 'max retries must be non-negative'],
    [
      pool({ http: { http2KeepAlive: { interval: '1s' } } }),
      'http2 keepalive timeout is required',
    ],
    [
      pool({ http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } }),
      'use client protocol must not be true',
    ],
    [hash({ httpCookie: {} }), 'name required for HttpCookie'],
    [
      hash({
        httpCookie: { name: 'a', attributes: [{ name: 'b' }, { name: 'b' }] },
      }),
      'duplicate cookie attribute name: b',
    ],
    [hash({ maglev: { tableSize: 9 } }), 'must be a prime number'],
    [hash({ maglev: { tableSize: 5000011 } }), 'must be less than 5000011'],
    [balance({ warmup: {} }), 'duration is required'],
    [
      balance({ warmup: { duration: '1s', minimumPercent: 101 } }),
      'less than or equal to 100',
    ],
    [
      balance({ warmup: { duration: '1s', aggression: 0 } }),
      'aggression should be greater than 0',
    ],
    [
      balance({ localityLbSetting: {}, zoneAwareLbSetting: {} }),
      'only one of localityLbSetting and zoneAwareLbSetting',
    ],
    [
      near({ distribute: [spread('us', ['eu', 101])] }),
      'locality weight must be in range [1, 100]',
    ],
    [
      near({ distribute: [spread('us', ['eu', 99])] }),
      'total locality weight 99 != 100',
    ],
    [
      near({ distribute: [spread('us', ['eu', 50], ['eu/a', 50])] }),
      'overlap with previous',
    ],
    [near({ distribute: [spread('u*s', ['eu', 100])] }), 'must be in the end'],
    [
      near({ distribute: [spread('us//a', ['eu', 100])] }),
      'empty region/zone/subzone',
    ],
    [
      near({ distribute: [spread('us', ['eu', 100])], failover: [{}] }),
      "can not simultaneously specify 'distribute' and 'failover'",
    ],
    [
      near({ failover: [{ from: 'us', to: 'us' }] }),
      'must specify different regions',
    ],
    [
      near({ failover: [{ from: 'us/a', to: 'eu' }] }),
      'failover only specify region',
    ],
    [
      tls({ mode: 'MUTUAL', clientCertificate: 'a' }),
      'private key required for mutual tls',
    ],
    [
      tls({ mode: 'SIMPLE', credentialName: 'a', caCertificates: 'b' }),
      'If credentialName is set',
    ],
    [
      tls({ mode: 'SIMPLE', insecureSkipVerify: true, caCertificates: 'a' }),
      'when InsecureSkipVerify is set true',
    ],
    [
      tls({ credentialName: 'configmap://other/a' }),
      'must match the configuration namespace "shop"',
    ],
    [{ host: 'a', subsets: [{ name: 'v_1' }] }, 'subset name is invalid: v_1'],
    [
      { host: 'a', subsets: [{ name: 'v1' }, { name: 'v1' }] },
      'duplicate subset names: v1',
    ],
    [
      { host: 'a', subsets: [{ name: 'v1', labels: { 'a b': 'c' } }] },
      'invalid tag key: "a b"',
    ],
    [
      { host: 'a', subsets: [{ name: 'v1', trafficPolicy: {} }] },
      'at least one field',
    ],
    [{ host: 'a', exportTo: ['*', 'b'] }, 'cannot have both public (*)'],
    [{ host: 'a', exportTo: ['.', 'shop'] }, 'duplicate entries in exportTo'],
    [{ host: 'a', exportTo: ['~'] }, 'exportTo ~ (none) is not allowed'],
    [
      {
        host: 'a',
        exportTo: ['*'],
        workloadSelector: { matchLabels: { a: 'b' } },
      },
      'cannot have exportTo beyond current namespace',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('DestinationRule', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [
      policy({ outlierDetection: { consecutiveErrors: 5 } }),
      'consecutive errors is deprecated',
    ],
    [hash({ minimumRingSize: 5 }), 'MinimumRingSize is deprecated'],
    [
      balance({ localityLbSetting: { failoverPriority: ['a'] } }),
      'must be provided for failover',
    ],
    [{ host: 'a', workloadSelector: {} }, 'without labels'],
  ])('warns of %j', (spec, message) => {
    expect(judge('DestinationRule', spec)).toEqual(warned(message));
  });

  it('does not pass on what is said of ports and subsets', () => {
    const outlierDetection = { consecutiveErrors: 5 };
    const portLevelSettings = [{ port: { number: 1 }, outlierDetection }];
    expect(judge('DestinationRule', policy({ portLevelSettings }))).toEqual(
      fine,
    );
  });
});

const server = (changes: object) => ({
  servers: [
    {
      hosts: ['a.com'],
      port: { name: 'https', number: 443, protocol: 'HTTPS' },
      tls: { mode: 'SIMPLE', credentialName: 'a' },
      ...changes,
    },
  ],
});
const http = { name: 'http', number: 80, protocol: 'HTTP' };
const withTls = (settings: object) => server({ tls: settings });

describe('the webhook on Gateways', () => {
  it.each<[unknown]>([
    [server({})],
    [server({ hosts: ['./*.a.com', '10.0.0.1', '*'] })],
    [server({ port: http, tls: { httpsRedirect: true } })],
    [
      server({
        bind: 'unix:///a',
        port: { ...http, number: 0 },
        tls: undefined,
      }),
    ],
    [withTls({ mode: 'ISTIO_MUTUAL' })],
  ])('accepts %j', spec => {
    expect(judge('Gateway', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [{}, 'gateway must have at least one server'],
    [server({ hosts: [] }), 'must contain at least one host'],
    [server({ hosts: ['a'] }), 'short names (non FQDN) are not allowed'],
    [server({ hosts: ['*a.com'] }), 'partial wildcard "*a.com" not allowed'],
    [
      server({ hosts: ['a_b/a.com'] }),
      'invalid namespace value "a_b" in gateway',
    ],
    [server({ port: undefined }), 'port is required'],
    [
      server({ port: { ...http, protocol: 'QUIC' } }),
      'invalid protocol "QUIC"',
    ],
    [
      server({ port: { ...http, number: 0 }, tls: undefined }),
      'port number 0 must be in the range',
    ],
    [
      server({ port: { ...http, name: '' }, tls: undefined }),
      'port name must be set',
    ],
    [
      server({ port: { ...http, targetPort: 1 }, tls: undefined }),
      'targetPort has no impact on Gateways',
    ],
    [server({ bind: 'a' }), 'a is not a valid IP'],
    [server({ bind: 'unix:///a' }), 'port number must be 0'],
    [
      server({ tls: undefined }),
      'must have TLS settings for HTTPS/TLS protocols',
    ],
    [
      server({ port: http }),
      'cannot have TLS settings for plain text HTTP ports',
    ],
    [server({ port: { ...http, protocol: 'TCP' } }), 'non HTTPS/TLS ports'],
    [
      withTls({ mode: 'ISTIO_MUTUAL', privateKey: 'a' }),
      'ISTIO_MUTUAL TLS cannot have associated private key',
    ],
    [
      withTls({ mode: 'SIMPLE', serverCertificate: 'a' }),
      'SIMPLE TLS requires a private key',
    ],
    [
      withTls({ mode: 'MUTUAL', serverCertificate: 'a', privateKey: 'b' }),
      'requires a client CA bundle',
    ],
    [
      withTls({
        mode: 'SIMPLE',
        serverCertificate: 'a',
        privateKey: 'b',
        credentialName: 'c',
      }),
      'only one of credential_name',
    ],
    [
      withTls({
        mode: 'SIMPLE',
        serverCertificate: 'a',
        privateKey: 'b',
        caCrl: 'c',
      }),
      'CRL is not supported with SIMPLE TLS',
    ],
    [
      { servers: [...server({}).servers, ...server({}).servers] },
      'port names in servers must be unique: duplicate name https',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('Gateway', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [
      withTls({ mode: 'PASSTHROUGH', credentialName: 'a' }),
      'PASSTHROUGH mode does not use certificates',
    ],
    [
      withTls({ mode: 'ISTIO_MUTUAL', cipherSuites: ['a'] }),
      'ignoring invalid cipher suites: [a]',
    ],
    [
      withTls({ mode: 'ISTIO_MUTUAL', cipherSuites: ['ALL', 'ALL'] }),
      'ignoring duplicate cipher suites: [ALL]',
    ],
    [
      withTls({ mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_0' }),
      'TLS version below TLSV1_2',
    ],
    [
      withTls({ mode: 'ISTIO_MUTUAL', httpsRedirect: true }),
      'should only be used with http servers',
    ],
  ])('warns of %j', (spec, message) => {
    expect(judge('Gateway', spec)).toEqual(warned(message));
  });

  it('wants a name without dots', () => {
    expect(judge('Gateway', server({}), { name: 'a.b' })).toEqual(
      refused('invalid gateway name: "a.b"'),
    );
  });
});
