import fc from 'fast-check';
import type { MeshObject } from '../objects';
import { validateSchema } from './validateSchema';
import { validateWebhook } from './validateWebhook';

const kinds: readonly (readonly [string, string])[] = [
  ['AuthorizationPolicy', 'security.istio.io/v1'],
  ['PeerAuthentication', 'security.istio.io/v1'],
  ['RequestAuthentication', 'security.istio.io/v1'],
  ['DestinationRule', 'networking.istio.io/v1'],
  ['EnvoyFilter', 'networking.istio.io/v1alpha3'],
  ['Gateway', 'networking.istio.io/v1'],
  ['ProxyConfig', 'networking.istio.io/v1beta1'],
  ['ServiceEntry', 'networking.istio.io/v1'],
  ['Sidecar', 'networking.istio.io/v1'],
  ['VirtualService', 'networking.istio.io/v1'],
  ['WorkloadEntry', 'networking.istio.io/v1'],
  ['WorkloadGroup', 'networking.istio.io/v1'],
  ['Telemetry', 'telemetry.istio.io/v1'],
  ['TrafficExtension', 'extensions.istio.io/v1alpha1'],
  ['WasmPlugin', 'extensions.istio.io/v1alpha1'],
  ['NetworkPolicy', 'networking.k8s.io/v1'],
  ['Service', 'v1'],
  ['Namespace', 'v1'],
  ['ServiceAccount', 'v1'],
];

/** Names that the checks look for, so that they get into the depths. */
const names = [
  'action',
  'address',
  'addresses',
  'configPatches',
  'consistentHash',
  'consecutiveErrors',
  'corsPolicy',
  'directResponse',
  'distribute',
  'egress',
  'endpoints',
  'exact',
  'exportTo',
  'failover',
  'fault',
  'from',
  'gateways',
  'headers',
  'host',
  'hosts',
  'http',
  'ingress',
  'ipBlock',
  'jwks',
  'jwksUri',
  'jwtRules',
  'labels',
  'loadBalancer',
  'localityLbSetting',
  'match',
  'matchLabels',
  'mirrors',
  'mtls',
  'name',
  'operation',
  'overrides',
  'patch',
  'port',
  'portLevelMtls',
  'portLevelSettings',
  'ports',
  'prefix',
  'regex',
  'request',
  'route',
  'rules',
  'selector',
  'servers',
  'set',
  'sniHosts',
  'source',
  'subsets',
  'tagOverrides',
  'targetRefs',
  'tcp',
  'template',
  'timeout',
  'tls',
  'to',
  'tracing',
  'trafficPolicy',
  'uri',
  'url',
  'values',
  'weight',
  'when',
  'workloadSelector',
  '__proto__',
  'toString',
];

const json = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 80, 1.5, '', '*', 'a.com', '1s', '%('),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...names) },
        { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe('validation', () => {
  it.each(kinds)('never throws on a %s', (kind, apiVersion) => {
    fc.assert(
      fc.property(json, json, (spec, metadata) => {
        const object = { apiVersion, kind, metadata, spec } as MeshObject;
        const found = [validateSchema(object), validateWebhook(object)];
        for (const said of found.flatMap(each => (each ? [each] : []))) {
          for (const message of [...said.errors, ...said.warnings]) {
            expect(message).toMatch(/\S/);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
