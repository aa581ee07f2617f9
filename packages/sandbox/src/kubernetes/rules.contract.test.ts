import { TestApi } from './__testUtils__/api';

const api = new TestApi();
let namespace: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
});

const plurals: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1 authorizationpolicies',
  PeerAuthentication: 'security.istio.io/v1 peerauthentications',
  RequestAuthentication: 'security.istio.io/v1 requestauthentications',
  DestinationRule: 'networking.istio.io/v1 destinationrules',
  ServiceEntry: 'networking.istio.io/v1 serviceentries',
  VirtualService: 'networking.istio.io/v1 virtualservices',
  EnvoyFilter: 'networking.istio.io/v1alpha3 envoyfilters',
  Telemetry: 'telemetry.istio.io/v1 telemetries',
};

function create(kind: string, spec: object) {
  const [apiVersion, plural] = plurals[kind].split(' ');
  return api.post(`/apis/${apiVersion}/namespaces/${namespace}/${plural}`, {
    apiVersion,
    kind,
    metadata: { name: 'a' },
    spec,
  });
}

const matchLabels = { app: 'a' };
const targetRefs = [{ kind: 'Service', name: 'x' }];
const port = { number: 80, name: 'http' };
const connect = (connectTimeout: string) => ({
  host: 'a',
  trafficPolicy: { connectionPool: { tcp: { connectTimeout } } },
});
const match = { context: 'WAYPOINT' };
const overrides = [{ tagOverrides: { a: { operation: 'UPSERT', value: '' } } }];

it.each<[string, object, string[]]>([
  [
    'AuthorizationPolicy',
    { selector: { matchLabels }, targetRefs },
    ['spec: Invalid value: only one of targetRefs or selector can be set'],
  ],
  [
    'AuthorizationPolicy',
    {
      rules: [
        { from: [{ source: { serviceAccounts: ['a'], principals: ['b'] } }] },
      ],
    },
    [
      'spec.rules[0].from[0].source: Invalid value: Cannot set serviceAccounts with namespaces or principals',
    ],
  ],
  [
    'AuthorizationPolicy',
    { selector: { matchLabels: { a: 'b*', '': 'x' } } },
    [
      'spec.selector.matchLabels: Invalid value: key must not be empty',
      'spec.selector.matchLabels[a]: Invalid value: "b*": wildcard not allowed in label value match',
    ],
  ],
  [
    'PeerAuthentication',
    { portLevelMtls: { '0': { mode: 'STRICT' } } },
    [
      'spec: Invalid value: portLevelMtls requires selector',
      'spec.portLevelMtls: Invalid value: port must be between 1-65535',
    ],
  ],
  [
    'RequestAuthentication',
    { jwtRules: [{ issuer: 'a', jwksUri: 'ftp://x', jwks: '{}' }] },
    [
      'spec.jwtRules[0]: Invalid value: only one of jwks or jwksUri can be set',
      'spec.jwtRules[0].jwksUri: Invalid value: "ftp://x": url must have scheme http:// or https://',
    ],
  ],
  [
    'ServiceEntry',
    {
      hosts: ['*'],
      resolution: 'NONE',
      ports: [{ ...port, number: 0 }],
      endpoints: [{ address: '1.2.3.4' }],
    },
    [
      'spec: Invalid value: NONE mode cannot set endpoints',
      'spec.hosts[0]: Invalid value: "*": hostname cannot be wildcard',
      'spec.ports[0].number: Invalid value: 0: port must be between 1-65535',
    ],
  ],
  [
    'ServiceEntry',
    {
      hosts: ['a.b'],
      resolution: 'DNS_ROUND_ROBIN',
      ports: [port, { ...port, name: 'b' }],
      endpoints: [{ address: '1.2.3.4' }, { address: '1.2.3.5' }],
    },
    [
      'spec: Invalid value: DNS_ROUND_ROBIN mode cannot have multiple endpoints',
      'spec.ports: Invalid value: port number cannot be duplicated',
    ],
  ],
  [
    'ServiceEntry',
    {
      hosts: ['a.b'],
      resolution: 'STATIC',
      ports: [port],
      endpoints: [
        { address: 'unix:///x/', ports: { a: 1 } },
        { labels: { a: 'b' } },
      ],
    },
    [
      'spec.endpoints[0]: Invalid value: UDS may not include ports',
      'spec.endpoints[0].address: Invalid value: "unix:///x/": UDS may not be a dir',
      'spec.endpoints[1]: Invalid value: Address is required',
    ],
  ],
  [
    'DestinationRule',
    connect('0.1ms'),
    [
      'spec.trafficPolicy.connectionPool.tcp.connectTimeout: Invalid value: "0.1ms": must be a valid duration greater than 1ms',
    ],
  ],
  [
    'DestinationRule',
    connect('soon'),
    [
      `spec.trafficPolicy.connectionPool.tcp.connectTimeout: Invalid value: "string": type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: must be a valid duration greater than 1ms`,
    ],
  ],
  [
    'VirtualService',
    {
      hosts: ['a'],
      http: [{ timeout: '0s', route: [{ destination: { host: 'a' } }] }],
    },
    [
      'spec.http[0].timeout: Invalid value: "0s": must be a valid duration greater than 1ms',
    ],
  ],
  [
    'EnvoyFilter',
    {
      workloadSelector: { labels: { a: 'b' } },
      targetRefs,
      configPatches: [{ applyTo: 'HTTP_FILTER', match }],
    },
    [
      'spec: Invalid value: only one of targetRefs or workloadSelector can be set',
      'spec.configPatches[0].match: Invalid value: only support waypointMatch when context is WAYPOINT',
    ],
  ],
  [
    'Telemetry',
    { metrics: [{ overrides }] },
    [
      'spec.metrics[0].overrides[0].tagOverrides[a]: Invalid value: value must be set when operation is UPSERT',
    ],
  ],
])('judges %s by its rules: %#', async (kind, spec, wanted) => {
  const { code, body } = await create(kind, spec);
  expect([code, body.reason]).toEqual([422, 'Invalid']);
  const told = body.details.causes.map(
    (one: { field: string; message: string }) => `${one.field}: ${one.message}`,
  );
  expect(told.sort()).toEqual([...wanted].sort());
});

it.each<[string, object]>([
  ['AuthorizationPolicy', { selector: { matchLabels }, action: 'DENY' }],
  [
    'PeerAuthentication',
    {
      selector: { matchLabels },
      portLevelMtls: { '8080': { mode: 'DISABLE' } },
    },
  ],
  [
    'RequestAuthentication',
    { jwtRules: [{ issuer: 'a', jwksUri: 'https://x/y' }] },
  ],
  [
    'ServiceEntry',
    {
      hosts: ['a.b'],
      addresses: ['10.0.0.0/8'],
      ports: [port],
      resolution: 'STATIC',
      endpoints: [{ address: 'unix:///x' }],
    },
  ],
  ['DestinationRule', connect('1h30m')],
  [
    'VirtualService',
    {
      hosts: ['a'],
      http: [{ timeout: '1.5s', route: [{ destination: { host: 'a' } }] }],
    },
  ],
])('lets %s pass that keep the rules: %#', async (kind, spec) => {
  const { code } = await create(kind, spec);
  expect(code).toBe(201);
});

it('does not look at rules before the schema is kept', async () => {
  const { code, body } = await create('AuthorizationPolicy', {
    action: 'X',
    selector: { matchLabels },
    targetRefs,
  });
  expect(code).toBe(422);
  expect(body.message).toBe(
    'AuthorizationPolicy.security.istio.io "a" is invalid: [spec.action: Unsupported value: "X": supported values: "ALLOW", "DENY", "AUDIT", "CUSTOM", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
  );
});

it('judges patches and applied objects too', async () => {
  await create('AuthorizationPolicy', { selector: { matchLabels } });
  const path = `/apis/security.istio.io/v1/namespaces/${namespace}/authorizationpolicies`;
  const patched = await api.patch(`${path}/a`, 'merge-patch+json', {
    spec: { targetRefs },
  });
  expect(patched.code).toBe(422);
  const applied = await api.apply(`${path}/b`, 'one', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'b' },
    spec: { selector: { matchLabels }, targetRefs },
  });
  expect(applied.code).toBe(422);
});
