import type { JsonObject } from '@backstage/types';
import { controlPlaneByAddress } from './controlPlaneByAddress';
import { findDeprecatedFields, findLightstep } from './deprecatedUse';
import { gatewayApiTooOld } from './gatewayApiTooOld';
import { invalidControlPlaneAddress } from './invalidControlPlaneAddress';
import { outdatedGatewayApi } from './outdatedGatewayApi';
import { find, object } from './__testUtils__/objects';
import { unknownServiceRegistry } from './unknownServiceRegistry';
import { unsupportedGatewayApi } from './unsupportedGatewayApi';

describe('addresses of the control plane', () => {
  const configuration = (
    name: string,
    clientConfig: JsonObject,
    kind = 'Validating',
  ) =>
    object(
      `${kind}WebhookConfiguration ${name}`,
      {},
      { fields: { webhooks: [{ name: 'w', clientConfig }] } },
    );
  const judge = (item: ReturnType<typeof object>) => [
    find(invalidControlPlaneAddress, [item]).length,
    find(controlPlaneByAddress, [item]).length,
  ];

  it.each([
    [{ url: 'https://istiod.example.com:15017/inject' }, [0, 0]],
    [{ url: 'https://10.0.0.1:15017/inject' }, [0, 1]],
    [{ url: 'https://[::1]/inject' }, [0, 1]],
    [{ url: 'https://istiod:port/' }, [1, 0]],
    [{ url: 'https://isti od/' }, [1, 0]],
    [{ url: '://istiod' }, [1, 0]],
    [{ service: { name: 'istiod' } }, [0, 0]],
    [{}, [1, 0]],
  ])('are read from %j', (clientConfig, expected) => {
    expect(judge(configuration('istio-validator-x', clientConfig))).toEqual(
      expected,
    );
    expect(
      judge(configuration('istio-sidecar-injector', clientConfig, 'Mutating')),
    ).toEqual(expected);
    expect(judge(configuration('other', clientConfig))).toEqual([0, 0]);
  });
});

describe('definitions of the Gateway API', () => {
  const definition = (title: string, served: string[], release = '') => {
    const [plural = '', kind = ''] = title.split(' ');
    return object(
      `CustomResourceDefinition ${plural}.gateway.networking.k8s.io`,
      {
        group: 'gateway.networking.k8s.io',
        names: { kind },
        versions: [
          ...served.map(name => ({ name, served: true })),
          { name: 'v1', served: false },
        ],
      },
      { annotations: { 'gateway.networking.k8s.io/bundle-version': release } },
    );
  };

  it.each([
    ['Gateway', ['v1', 'v1beta1'], [0, 0]],
    ['Gateway', ['v1beta1'], [0, 1]],
    ['Gateway', ['v1'], [1, 0]],
    ['GRPCRoute', ['v1alpha2'], [0, 1]],
    ['ReferenceGrant', ['v1alpha2'], [1, 0]],
    ['TLSRoute', ['v1alpha2'], [0, 0]],
  ])('of %s serve %j', (kind, served, expected) => {
    const objects = [definition(`x ${kind}`, served)];
    expect([
      find(unsupportedGatewayApi, objects).length,
      find(outdatedGatewayApi, objects).length,
    ]).toEqual(expected);
  });

  it.each([
    ['tlsroutes', 'v1.4.1', true],
    ['tlsroutes', 'v1.5.0', false],
    ['tlsroutes', 'v1.5.0-rc.1', false],
    ['tlsroutes', '2.0', false],
    ['tlsroutes', 'main', false],
    ['grpcroutes', 'v1.0.0', true],
    ['gateways', 'v0.1.0', false],
  ])('of %s come from %s', (plural, release, isOld) => {
    expect(
      find(gatewayApiTooOld, [definition(`${plural} X`, [], release)]),
    ).toHaveLength(isOld ? 1 : 0);
  });
});

describe('unknownServiceRegistry', () => {
  const meshNetworks = {
    networks: {
      n: {
        endpoints: [
          { fromRegistry: 'east' },
          { fromCidr: '10.0.0.0/8' },
          { fromRegistry: 'Kubernetes' },
        ],
      },
    },
  };
  const secret = (labels: Record<string, string>) =>
    object(
      'Secret istio-system/s',
      {},
      { labels, fields: { data: { east: '' } } },
    );

  it('asks the Secrets of clusters', () => {
    const joined = secret({ 'istio/multiCluster': 'true' });
    expect(find(unknownServiceRegistry, [joined], { meshNetworks })).toEqual(
      [],
    );
    expect(
      find(unknownServiceRegistry, [secret({})], { meshNetworks }),
    ).toEqual([
      'MeshNetworks istio-system/meshnetworks networks/n/endpoints[0]',
    ]);
  });
});

describe('what Istio drops', () => {
  const list = (...objects: ReturnType<typeof object>[]) =>
    find(
      { code: 'X', severity: 'info', summary: '', check: findDeprecatedFields },
      objects,
    );

  it('is found in routes, Sidecars and definitions', () => {
    const delays = (delay: JsonObject) =>
      object('VirtualService shop/v', { http: [{ fault: { delay } }] });
    expect(list(delays({ percent: 5 }))).toEqual([
      'VirtualService shop/v spec/http',
    ]);
    expect(list(delays({ percentage: { value: 5 } }))).toEqual([]);
    const egress = (outboundTrafficPolicy: JsonObject) =>
      object('Sidecar shop/s', { outboundTrafficPolicy });
    expect(list(egress({ egressProxy: { host: 'a' } }))).toHaveLength(1);
    expect(list(egress({ mode: 'REGISTRY_ONLY' }))).toEqual([]);
    const definition = (kind: string) =>
      object('CustomResourceDefinition x', {
        group: 'rbac.istio.io',
        names: { kind },
      });
    expect(list(definition('ServiceRole'))).toHaveLength(1);
    expect(list(definition('Other'))).toEqual([]);
  });

  it('is found in providers that Telemetries trace with', () => {
    const meshConfig = {
      extensionProviders: [
        { name: 'ls', lightstep: {} },
        { name: 'ot', opentelemetry: {} },
      ],
    };
    const telemetry = (name: string) =>
      object('Telemetry shop/t', { tracing: [{ providers: [{ name }] }] });
    const judge = (name: string) =>
      find(
        { code: 'X', severity: 'info', summary: '', check: findLightstep },
        [telemetry(name)],
        { meshConfig },
      );
    expect(judge('ls')).toHaveLength(1);
    expect(judge('ot')).toEqual([]);
  });
});
