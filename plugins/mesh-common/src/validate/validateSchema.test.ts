import type { MeshObject } from '../objects';
import { validateSchema } from './validateSchema';

const groups: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  Gateway: 'networking.istio.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Service: 'v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  WorkloadGroup: 'networking.istio.io/v1',
};

const make = (kind: string, spec: unknown): MeshObject => ({
  apiVersion: groups[kind] ?? 'v1',
  kind,
  metadata: { name: 'a', namespace: 'shop' },
  ...(spec === undefined ? {} : { spec: spec as MeshObject['spec'] }),
});

const errors = (kind: string, spec: unknown, istio?: string) =>
  validateSchema(make(kind, spec), { istio })?.errors;

/** One message that holds the text, or none. */
const saying = (message: string | undefined) =>
  message === undefined ? [] : [expect.stringContaining(message)];

describe('validateSchema', () => {
  it.each([
    ['ConfigMap', 'v1'],
    ['Gateway', 'gateway.networking.k8s.io/v1'],
    ['toString', 'networking.istio.io/v1'],
  ])('does not speak about %s of %s', (kind, apiVersion) => {
    const object = { ...make(kind, {}), apiVersion };
    expect(validateSchema(object)).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    [
      'RequestAuthentication',
      { jwtRules: [{ audiences: ['ok', ''] }] },
      'spec.jwtRules[0].audiences[1]: Invalid value: "": spec.jwtRules[0].audiences[1] in body should be at least 1 chars long',
    ],
    [
      'RequestAuthentication',
      { jwtRules: [{ fromHeaders: [{}] }] },
      'spec.jwtRules[0].fromHeaders[0].name: Required value',
    ],
    [
      'DestinationRule',
      { host: 'a', trafficPolicy: { outlierDetection: { interval: 1 } } },
      'spec.trafficPolicy.outlierDetection.interval: Invalid value: "integer": spec.trafficPolicy.outlierDetection.interval in body must be of type string: "integer"',
    ],
    [
      'VirtualService',
      { http: [{ match: [{ headers: { a: { exact: 1 } } }] }] },
      'spec.http[0].match[0].headers.a.exact: Invalid value: "integer": spec.http[0].match[0].headers.a.exact in body must be of type string: "integer"',
    ],
    [
      'PeerAuthentication',
      { mtls: { mode: 'ON' } },
      'spec.mtls.mode: Unsupported value: "ON": supported values: "UNSET", "DISABLE", "PERMISSIVE", "STRICT"',
    ],
    [
      'DestinationRule',
      {
        host: 'a',
        trafficPolicy: {
          loadBalancer: { simple: 'RANDOM', consistentHash: {} },
        },
      },
      'spec.trafficPolicy.loadBalancer: Invalid value: "": "spec.trafficPolicy.loadBalancer" must validate one and only one schema (oneOf). Found 2 valid alternatives',
    ],
    [
      'AuthorizationPolicy',
      { rules: Array.from({ length: 513 }, () => ({})) },
      'spec.rules: Too many: 513: must have at most 512 items',
    ],
    [
      'ServiceEntry',
      {
        hosts: ['a.com'],
        ports: [
          { name: 'a', number: 80 },
          { name: 'a', number: 81 },
        ],
      },
      'spec.ports[1]: Duplicate value: {"name":"a"}',
    ],
    [
      'DestinationRule',
      {
        host: 'a',
        trafficPolicy: { connectionPool: { tcp: { maxConnections: 2 ** 31 } } },
      },
      'spec.trafficPolicy.connectionPool.tcp.maxConnections: Invalid value: "": Checked value must be of type integer with format int32 in spec.trafficPolicy.connectionPool.tcp.maxConnections',
    ],
    ['ServiceEntry', undefined, 'spec: Required value'],
    [
      'Gateway',
      null,
      'spec: Invalid value: "null": spec in body must be of type object: "null"',
    ],
  ])('says of a %s with %j what has the wrong shape', (kind, spec, message) => {
    expect(errors(kind, spec)).toEqual([message]);
  });

  it.each<[string, unknown, string]>([
    [
      'Sidecar',
      { outboundTrafficPolicy: { mod: 'a' } },
      'spec.outboundTrafficPolicy.mod',
    ],
    [
      'Telemetry',
      { metrics: [{ overrides: [{ tags: {} }] }] },
      'spec.metrics[0].overrides[0].tags',
    ],
    ['AuthorizationPolicy', { rules: [{ form: [] }] }, 'spec.rules[0].form'],
    ['AuthorizationPolicy', { constructor: {} }, 'spec.constructor'],
  ])('knows the fields of a %s', (kind, spec, path) => {
    expect(errors(kind, spec)).toEqual([`unknown field "${path}"`]);
  });

  it('knows the fields beside the spec', () => {
    const object = { ...make('Sidecar', {}), sepc: {}, status: { a: 1 } };
    expect(validateSchema(object)?.errors).toEqual(['unknown field "sepc"']);
  });

  it('leaves alone what is free', () => {
    const value = { name: 'a', typed_config: { '@type': 'b' } };
    const configPatches = [{ applyTo: 'LISTENER', patch: { value } }];
    expect(errors('EnvoyFilter', { configPatches })).toEqual([]);
  });

  it.each([
    ['1.29', ['unknown field "spec.rules[0].from[0].source.trustDomains"']],
    ['1.30', []],
  ])('knows which fields Istio %s has', (istio, expected) => {
    const source = { trustDomains: ['cluster.local'] };
    const spec = { rules: [{ from: [{ source }] }] };
    expect(errors('AuthorizationPolicy', spec, istio)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    [
      'PeerAuthentication',
      { portLevelMtls: { '80': {} } },
      'spec: Invalid value: "object": portLevelMtls requires selector',
    ],
    [
      'PeerAuthentication',
      {
        selector: { matchLabels: { app: 'a' } },
        portLevelMtls: { '0': {} },
      },
      'spec.portLevelMtls: Invalid value: "object": port must be between 1-65535',
    ],
    [
      'PeerAuthentication',
      { selector: { matchLabels: { app: 'a*' } } },
      'spec.selector.matchLabels[app]: Invalid value: "string": wildcard not allowed in label value match',
    ],
    [
      'AuthorizationPolicy',
      { selector: {}, targetRefs: [] },
      'spec: Invalid value: "object": only one of targetRefs or selector can be set',
    ],
    [
      'RequestAuthentication',
      { jwtRules: [{ jwks: '{}', jwksUri: 'https://a' }] },
      'spec.jwtRules[0]: Invalid value: "object": only one of jwks or jwksUri can be set',
    ],
    [
      'RequestAuthentication',
      { jwtRules: [{ jwksUri: 'ftp://a' }] },
      'spec.jwtRules[0].jwksUri: Invalid value: "string": url must have scheme http:// or https://',
    ],
    [
      'RequestAuthentication',
      { jwtRules: [{ timeout: '100us' }] },
      'spec.jwtRules[0].timeout: Invalid value: "string": must be a valid duration greater than 1ms',
    ],
    [
      'ServiceEntry',
      { hosts: ['a.com'], resolution: 'DNS', addresses: ['10.0.0.0/8'] },
      'spec: Invalid value: "object": CIDR addresses are allowed only for NONE/STATIC resolution types',
    ],
    [
      'ServiceEntry',
      { hosts: ['a.com'], endpoints: [{ address: '1.2.3.4' }] },
      'spec: Invalid value: "object": NONE mode cannot set endpoints',
    ],
    [
      'ServiceEntry',
      {
        hosts: ['a.com'],
        ports: [
          { name: 'a', number: 80 },
          { name: 'b', number: 80 },
        ],
      },
      'spec.ports: Invalid value: "array": port number cannot be duplicated',
    ],
    [
      'WorkloadGroup',
      { template: { address: 'unix:///a', ports: {} } },
      'spec.template: Invalid value: "object": UDS may not include ports',
    ],
    [
      'EnvoyFilter',
      { configPatches: [{ match: { waypoint: {} } }] },
      'spec.configPatches[0].match: Invalid value: "object": only support waypointMatch when context is WAYPOINT',
    ],
    [
      'WasmPlugin',
      { url: 'fake://a' },
      'spec.url: Invalid value: "string": url must have schema one of [http, https, file, oci]',
    ],
    [
      'Gateway',
      {
        servers: [
          {
            hosts: ['*'],
            port: { name: 'a', number: 443, protocol: 'HTTPS' },
            tls: { credentialName: 'a', credentialNames: ['b'] },
          },
        ],
      },
      'spec.servers[0].tls: Invalid value: "object": only one of credentialName or credentialNames can be set',
    ],
  ])('asks the rules of a %s about %j', (kind, spec, message) => {
    expect(errors(kind, spec)).toEqual([message]);
  });

  it('asks no rule about what has the wrong shape', () => {
    expect(errors('WorkloadGroup', { template: { address: 5 } })).toHaveLength(
      1,
    );
  });

  it.each<[unknown, string | undefined]>([
    [{ podSelector: {}, policyTypes: ['Ingress'] }, undefined],
    [
      { ingress: [{ ports: [{ port: 70000 }] }] },
      'spec.ingress[0].ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ],
    [
      { ingress: [{ ports: [{ endPort: 80 }] }] },
      'endPort may not be specified when `port` is not specified',
    ],
    [
      { egress: [{ ports: [{ port: 80, endPort: 79 }] }] },
      'endPort must be greater than or equal to `port`',
    ],
    [{ egress: [{ to: [{}] }] }, 'must specify a peer'],
    [
      { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0' } }] }] },
      'must be a valid CIDR value',
    ],
    [
      {
        egress: [
          { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/9'] } }] },
        ],
      },
      'except "11.0.0.0/9" must be a strict subset of cidr',
    ],
    [
      { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
      "values must be specified when `operator` is 'In' or 'NotIn'",
    ],
    [
      { podSelector: { matchLabels: { 'a b': 'c' } } },
      'name part must consist',
    ],
  ])('judges a NetworkPolicy with %j', (spec, message) => {
    expect(errors('NetworkPolicy', spec)).toEqual(saying(message));
  });

  it.each<[unknown, string | undefined]>([
    [{ ports: [{ port: 80, targetPort: 'http' }] }, undefined],
    [{ clusterIP: 'None' }, undefined],
    [{ ports: [{ port: 80, targetPort: 0 }] }, undefined],
    [{ ports: [{ port: 80, appProtocol: 'a b' }] }, 'name part must consist'],
    [{}, 'ports are required'],
    [
      { ports: [{ port: 80 }, { port: 81 }] },
      'name is required when there is more than one port',
    ],
    [{ ports: [{ port: 0 }] }, 'must be between 1 and 65535'],
    [{ ports: [{ port: 80 }], selector: { app: 'a b' } }, 'a valid label'],
  ])('judges a Service with %j', (spec, message) => {
    expect(errors('Service', spec)).toEqual(saying(message));
  });

  it.each([
    ['Namespace', 1],
    ['Service', 1],
    ['ServiceAccount', 0],
  ])('knows that names of a %s become labels of DNS', (kind, count) => {
    const object = make(kind, undefined);
    const metadata = { name: 'a.b', generation: 1 };
    const found = validateSchema({ ...object, metadata });
    expect(found?.errors).toHaveLength(count);
  });

  it('judges names and labels', () => {
    const object = make('Namespace', undefined);
    const metadata = { name: 'A', labels: { team: 'a b' }, lables: {} };
    expect(validateSchema({ ...object, metadata })?.errors).toEqual([
      expect.stringContaining(
        'metadata.name: Invalid value: "A": a lowercase RFC 1123 label',
      ),
      expect.stringContaining('a valid label must be an empty string'),
      'unknown field "metadata.lables"',
    ]);
  });
});
