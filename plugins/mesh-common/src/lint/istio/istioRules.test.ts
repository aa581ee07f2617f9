import fc from 'fast-check';
import type { MeshObject } from '../../objects';
import { lintObjects } from '../lintObjects';
import { istioRules } from '.';

/** Names that rules look for, so that garbage gets far into them. */
const kinds = [
  'v1/Namespace',
  'v1/Pod',
  'v1/Service',
  'v1/Secret',
  'v1/ConfigMap',
  'v1/Node',
  'apps/v1/Deployment',
  'networking.istio.io/v1/VirtualService',
  'networking.istio.io/v1/DestinationRule',
  'networking.istio.io/v1/Gateway',
  'networking.istio.io/v1/ServiceEntry',
  'networking.istio.io/v1/Sidecar',
  'networking.istio.io/v1/WorkloadEntry',
  'networking.istio.io/v1/EnvoyFilter',
  'networking.istio.io/v1beta1/ProxyConfig',
  'security.istio.io/v1/AuthorizationPolicy',
  'security.istio.io/v1/RequestAuthentication',
  'security.istio.io/v1/PeerAuthentication',
  'telemetry.istio.io/v1/Telemetry',
  'extensions.istio.io/v1alpha1/WasmPlugin',
  'gateway.networking.k8s.io/v1/Gateway',
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'apiextensions.k8s.io/v1/CustomResourceDefinition',
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration',
];

const keys = [
  ...['selector', 'matchLabels', 'labels', 'workloadSelector', 'servers'],
  ...['hosts', 'host', 'http', 'tcp', 'tls', 'match', 'route', 'destination'],
  ...['port', 'ports', 'number', 'protocol', 'uri', 'prefix', 'exact'],
  ...['gateways', 'exportTo', 'subsets', 'subset', 'name', 'trafficPolicy'],
  ...['portLevelSettings', 'mode', 'containers', 'image', 'template', 'spec'],
  ...['metadata', 'securityContext', 'runAsUser', 'configPatches', 'patch'],
  ...['operation', 'value', 'rules', 'from', 'source', 'namespaces'],
  ...['conditions', 'parents', 'type', 'status', 'versions', 'names', 'kind'],
  ...['group', 'clientConfig', 'service', 'namespaceSelector', 'url'],
  ...['matchExpressions', 'operator', 'key', 'values', 'listeners'],
  ...['credentialName', 'accessLogging', 'tracing', 'providers', 'jwtRules'],
  ...['mirror', 'mirrors', 'headers', 'method', 'fault', 'delay', 'percent'],
];

const { any } = fc.letrec(tie => ({
  any: fc.oneof(
    { maxDepth: 7, withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      80,
      -1,
      1.5,
      '',
      '*',
      'a',
      '*.b',
      '__proto__',
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('any'), { maxKeys: 8 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 2 }),
  ),
}));

const labels = fc.dictionary(
  fc.constantFrom(
    'a',
    'istio-injection',
    'istio.io/rev',
    'sidecar.istio.io/inject',
    'proxy.istio.io/config',
    'istio/multiCluster',
    'traffic.sidecar.istio.io/includeInboundPorts',
    'gateway.networking.k8s.io/gateway-name',
    'gateway.networking.k8s.io/bundle-version',
  ),
  fc.oneof(fc.constantFrom('enabled', 'true', 'a', '{'), fc.string()),
  { maxKeys: 4 },
);

const object: fc.Arbitrary<MeshObject> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom('a', 'b', 'istio', 'istio-sidecar-injector'),
    namespace: fc.constantFrom(undefined, 'a', 'b', 'istio-system'),
    labels,
    annotations: labels,
    fields: fc.dictionary(
      fc.constantFrom('spec', 'status', 'data', 'stringData', 'webhooks'),
      any,
    ),
  })
  .map(({ kind, name, namespace, labels: own, annotations, fields }) => ({
    apiVersion: kind.slice(0, kind.lastIndexOf('/')),
    kind: kind.slice(kind.lastIndexOf('/') + 1),
    metadata: { name, namespace, labels: own, annotations },
    ...(fields as object),
  }));

const options = {
  rootNamespace: 'istio-system',
  complete: true,
  now: '2026-07-01T00:00:00Z',
};

describe('istioRules', () => {
  it('take any garbage for what it is', () => {
    fc.assert(
      fc.property(
        fc.array(object, { maxLength: 8 }),
        fc.array(object, { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('defaultConfig', 'networks'), any),
        (objects, others, mesh) => {
          const findings = lintObjects(
            objects,
            {
              ...options,
              meshConfig: mesh as {},
              meshNetworks: mesh as {},
              otherClusters: [{ name: 'west', objects: others }],
            },
            istioRules,
          );
          for (const { message } of findings) {
            expect(message).not.toMatch(/undefined|\[object|NaN/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('find the same in any order', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 8 }), objects => {
        const unique = [
          ...new Map(
            objects.map(item => [
              JSON.stringify([
                item.kind,
                item.apiVersion,
                item.metadata.namespace,
                item.metadata.name,
              ]),
              item,
            ]),
          ).values(),
        ];
        const places = (list: MeshObject[]) =>
          lintObjects(list, options, istioRules)
            .map(({ rule, kind, namespace, name }) =>
              [rule, kind, namespace, name].join(' '),
            )
            .sort();
        expect(places([...unique].reverse())).toEqual(places(unique));
      }),
      { numRuns: 500 },
    );
  });

  it('speak of what is missing only where everything is known', () => {
    const lonely: MeshObject[] = [
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'orders', namespace: 'shop' },
        spec: {
          hosts: ['orders'],
          gateways: ['edge/shop'],
          http: [
            { route: [{ destination: { host: 'orders', subset: 'v1' } }] },
          ],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'orders', namespace: 'shop' },
        spec: {
          host: 'orders',
          subsets: [{ name: 'v1', labels: { version: 'v1' } }],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'Gateway',
        metadata: { name: 'pay', namespace: 'edge' },
        spec: {
          selector: { istio: 'ingress' },
          servers: [
            {
              port: { number: 80, name: 'http', protocol: 'HTTP' },
              hosts: ['*'],
            },
          ],
        },
      },
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'orders', namespace: 'shop' },
        spec: { rules: [{ from: [{ source: { namespaces: ['web'] } }] }] },
      },
    ];
    const codes = (complete: boolean) => [
      ...new Set(
        lintObjects(lonely, { ...options, complete }, istioRules).map(
          ({ rule }) => rule,
        ),
      ),
    ];
    expect(codes(false)).toEqual([]);
    expect(codes(true)).toEqual(['MW2101', 'MW2127', 'MW2132', 'MW2174']);
  });

  it('leave namespaces of Kubernetes alone', () => {
    const service = (namespace: string): MeshObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'dns', namespace },
      spec: { ports: [{ name: 'main', port: 80 }] },
    });
    const findings = lintObjects(
      [service('kube-system'), service('shop')],
      options,
      istioRules,
    );
    expect(findings.map(({ rule, namespace }) => [rule, namespace])).toEqual([
      ['MW2118', 'shop'],
    ]);
  });
});
