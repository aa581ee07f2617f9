import { fine, judge, refused, warned } from '../__testUtils__/webhook';

const port = { name: 'http', number: 80, protocol: 'HTTP' };
const entry = (changes: object) => ({
  hosts: ['a.com'],
  ports: [port],
  resolution: 'DNS',
  ...changes,
});
const fixed = (...endpoints: object[]) =>
  entry({ resolution: 'STATIC', endpoints });
const dynamic = (changes: object) =>
  entry({ resolution: 'DYNAMIC_DNS', hosts: ['*.a.com'], ...changes });

describe('the webhook on ServiceEntries', () => {
  it.each<[unknown]>([
    [entry({})],
    [entry({ exportTo: ['~'] })],
    [fixed({ address: '10.0.0.1', ports: { http: 8080 } })],
    [fixed({ address: 'unix:///a' })],
    [dynamic({})],
    [entry({ resolution: 'NONE', addresses: ['10.0.0.0/8'] })],
  ])('accepts %j', spec => {
    expect(judge('ServiceEntry', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [entry({ hosts: [] }), 'must have at least one host'],
    [
      entry({ hosts: ['*'], endpoints: [{ address: 'b.com' }] }),
      'invalid host *',
    ],
    [entry({ resolution: 'NONE', hosts: ['a_b'] }), 'label "a_b" invalid'],
    [
      entry({ addresses: ['10.0.0.0/8'] }),
      'CIDR addresses are allowed only for NONE/STATIC',
    ],
    [entry({ addresses: ['a'] }), 'a is not a valid IP'],
    [
      entry({ hosts: ['*.a.com'] }),
      'hosts must be FQDN or contain only prefix wildcards',
    ],
    [
      entry({ ports: [port, { ...port, number: 81 }] }),
      'port name "http" already defined',
    ],
    [
      entry({ ports: [port, { ...port, name: 'b' }] }),
      'service entry port 80 already defined',
    ],
    [entry({ ports: [{ ...port, name: 'a_b' }] }), 'invalid port name: a_b'],
    [
      entry({ ports: [{ ...port, protocol: 'QUIC' }] }),
      'unsupported protocol: QUIC',
    ],
    [entry({ ports: [{ ...port, targetPort: 65536 }] }), 'port number 65536'],
    [
      entry({
        workloadSelector: { labels: { a: 'b' } },
        endpoints: [{ address: 'b.com' }],
      }),
      'only one of WorkloadSelector or Endpoints',
    ],
    [
      entry({ workloadSelector: { labels: { a: '*' } } }),
      'wildcard is not supported in selector',
    ],
    [
      entry({ resolution: 'NONE', endpoints: [{ address: 'b' }] }),
      'no endpoints should be provided for resolution type none',
    ],
    [
      entry({
        resolution: 'DNS_ROUND_ROBIN',
        endpoints: [{ address: 'b' }, { address: 'c' }],
      }),
      '0 or 1 endpoint',
    ],
    [
      entry({ endpoints: [{ address: 'a_b' }] }),
      'endpoint address "a_b" is not a valid FQDN or an IP address',
    ],
    [
      entry({ endpoints: [{ address: 'b', ports: { grpc: 1 } }] }),
      'endpoint port 1 is not defined by the service entry',
    ],
    [
      entry({
        hosts: ['a.com', 'b.com'],
        ports: [{ ...port, protocol: 'TCP' }],
      }),
      'multiple hosts provided with non-HTTP, non-TLS ports',
    ],
    [
      fixed({ address: 'b.com' }),
      'endpoint address "b.com" is not a valid IP address',
    ],
    [fixed({}), 'address is required'],
    [fixed({ address: 'unix://a' }), 'is not an absolute path to a file'],
    [
      fixed({ address: 'unix:///a', ports: { http: 80 } }),
      'must not include ports',
    ],
    [dynamic({ hosts: ['a.com'] }), 'host must be wildcarded'],
    [dynamic({ addresses: ['10.0.0.1'] }), 'addresses cannot be set'],
    [dynamic({ endpoints: [{ address: 'b' }] }), 'endpoints cannot be set'],
    [
      dynamic({ ports: [{ ...port, protocol: 'MONGO' }] }),
      'only HTTP, TLS, GRPC, and HTTP2',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('ServiceEntry', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [
      entry({ resolution: 'NONE', ports: [{ ...port, protocol: 'TCP' }] }),
      'addresses are required for ports serving TCP',
    ],
    [
      entry({ resolution: 'NONE', hosts: ['*a.com'] }),
      'partial wildcard "*a.com" not allowed',
    ],
    [
      entry({ resolution: 'NONE', workloadSelector: { labels: { a: 'b' } } }),
      'should not be set when resolution mode is NONE',
    ],
    [
      entry({ workloadSelector: {} }),
      'service entry: workload selector specified without labels',
    ],
  ])('warns of %j', (spec, message) => {
    expect(judge('ServiceEntry', spec)).toEqual(warned(message));
  });

  it.each([
    ['w', 1],
    ['none', 0],
  ])(
    'knows that a waypoint %s does not resolve by itself',
    (waypoint, count) => {
      const labels = { 'istio.io/use-waypoint': waypoint };
      const spec = dynamic({ location: 'MESH_INTERNAL' });
      expect(judge('ServiceEntry', spec, { labels }).errors).toHaveLength(
        count,
      );
    },
  );
});

const egress = (...hosts: string[]) => ({ egress: [{ hosts }] });
const listener = (changes: object) => ({
  ingress: [{ port, defaultEndpoint: '127.0.0.1:80', ...changes }],
});

describe('the webhook on Sidecars', () => {
  it.each<[unknown]>([
    [egress('./*', 'istio-system/*')],
    [egress('~/a.com')],
    [listener({})],
    [listener({ defaultEndpoint: '[::1]:80' })],
    [{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }],
  ])('accepts %j', spec => {
    expect(judge('Sidecar', spec)).toEqual(fine);
  });

  it.each<[unknown, string]>([
    [{}, 'sidecar: empty configuration provided'],
    [egress(), 'egress listener must contain at least one host'],
    [egress('a.com'), 'host must be of form namespace/dnsName'],
    [egress('a/b'), 'short names (non FQDN) are not allowed'],
    [egress('a_b/*'), 'invalid namespace value "a_b" in sidecar'],
    [
      { egress: [{ hosts: ['*/*'] }, { hosts: ['*/*'], port }] },
      'should be the last listener',
    ],
    [
      {
        egress: [
          { hosts: ['*/*'], port },
          { hosts: ['*/*'], port },
        ],
      },
      'ports on IP bound listeners must be unique',
    ],
    [
      { egress: [{ hosts: ['*/*'], port: { protocol: 'HTTP' } }] },
      'must have a unix domain socket bind address',
    ],
    [listener({ port: undefined }), 'port is required for ingress listeners'],
    [listener({ bind: 'a' }), 'a is not a valid IP'],
    [
      listener({ defaultEndpoint: '10.0.0.1:80' }),
      'defaultEndpoint must be of form',
    ],
    [
      listener({ defaultEndpoint: '127.0.0.1:http' }),
      'port (http) is not a number',
    ],
    [listener({ defaultEndpoint: '127.0.0.1' }), 'missing port in address'],
    [
      listener({
        tls: { mode: 'SIMPLE', serverCertificate: 'a', privateKey: 'b' },
      }),
      'non HTTPS/TLS ports',
    ],
    [
      { inboundConnectionPool: {} },
      'connection pool must have at least one field',
    ],
    [
      {
        outboundTrafficPolicy: {
          egressProxy: { host: 'a', port: { number: 1 } },
        },
      },
      'must be set only with ALLOW_ANY',
    ],
    [
      {
        outboundTrafficPolicy: {
          mode: 'ALLOW_ANY',
          egressProxy: { host: 'a' },
        },
      },
      'egress_proxy port must be non-nil',
    ],
  ])('refuses %j', (spec, message) => {
    expect(judge('Sidecar', spec)).toEqual(refused(message));
  });

  it.each<[unknown, string]>([
    [egress('./a.com', 'shop/a.com'), 'duplicated egress host: shop/a.com'],
    [egress('shop/*', './a.com'), 'duplicated egress host: ./a.com'],
    [egress('*/*', 'a/b.com'), '`*/*` host select all resources'],
    [
      { ...egress('./*'), workloadSelector: {} },
      'sidecar: workload selector specified without labels',
    ],
    [
      listener({
        port: { ...port, protocol: 'TCP' },
        connectionPool: { http: {} },
      }),
      'only TCP settings will apply',
    ],
  ])('warns of %j', (spec, message) => {
    expect(judge('Sidecar', spec)).toEqual(warned(message));
  });
});

describe('the webhook on workloads', () => {
  const template = {};

  it.each<[string, unknown, string | undefined]>([
    ['WorkloadEntry', { address: '10.0.0.1', ports: { http: 80 } }, undefined],
    ['WorkloadEntry', { address: 'a.com' }, undefined],
    ['WorkloadEntry', {}, 'address is required'],
    ['WorkloadEntry', { address: 'a', ports: { http: 0 } }, 'port number 0'],
    [
      'WorkloadEntry',
      { address: 'a', labels: { a: '-' } },
      'invalid tag value: "-"',
    ],
    [
      'WorkloadGroup',
      { template, probe: { tcpSocket: { port: 80 } } },
      undefined,
    ],
    ['WorkloadGroup', {}, 'template is required'],
    [
      'WorkloadGroup',
      { template, metadata: { labels: { '': '' } } },
      'invalid labels',
    ],
    ['WorkloadGroup', { template, probe: {} }, 'unknown health check method'],
    [
      'WorkloadGroup',
      { template, probe: { exec: {} } },
      'exec.command is required',
    ],
    [
      'WorkloadGroup',
      { template, probe: { httpGet: { port: 80, scheme: 'ftp' } } },
      'httpGet.scheme must be one of',
    ],
    [
      'WorkloadGroup',
      { template, probe: { tcpSocket: { port: 80 }, timeoutSeconds: -1 } },
      'timeoutSeconds must be non-negative',
    ],
  ])('judges a %s with %j', (kind, spec, message) => {
    expect(judge(kind, spec)).toEqual(message ? refused(message) : fine);
  });

  it('says when only a network is known', () => {
    expect(judge('WorkloadEntry', { network: 'n' })).toEqual(
      warned('address is unset with network "n"'),
    );
  });
});
