import fc from 'fast-check';
import type { MeshObject } from '../../objects';
import { lintObjects } from '../lintObjects';
import { liveRules } from '../live';
import { meshRules } from '.';

const kinds = [
  'v1 ConfigMap',
  'v1 Namespace',
  'v1 Pod',
  'v1 Secret',
  'v1 Service',
  'v1 ServiceAccount',
  'apps/v1 Deployment',
  'apps/v1 DaemonSet',
  'apps/v1 StatefulSet',
  'batch/v1 CronJob',
  'batch/v1 Job',
  'cilium.io/v2 CiliumNetworkPolicy',
  'policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy',
  'gateway.networking.k8s.io/v1 Gateway',
  'install.istio.io/v1alpha1 IstioOperator',
  'monitoring.coreos.com/v1 PrometheusRule',
  'networking.istio.io/v1 DestinationRule',
  'networking.istio.io/v1 Gateway',
  'networking.istio.io/v1 ServiceEntry',
  'networking.istio.io/v1 Sidecar',
  'networking.istio.io/v1 VirtualService',
  'networking.istio.io/v1alpha3 EnvoyFilter',
  'networking.k8s.io/v1 NetworkPolicy',
  'security.istio.io/v1 AuthorizationPolicy',
  'security.istio.io/v1 PeerAuthentication',
  'security.istio.io/v1 RequestAuthentication',
  'telemetry.istio.io/v1 Telemetry',
];

/** Names of fields that rules read, so that garbage gets deep into them. */
const fields = [
  'action',
  'rules',
  'from',
  'to',
  'when',
  'source',
  'operation',
  'key',
  'values',
  'notValues',
  'principals',
  'notPrincipals',
  'namespaces',
  'ipBlocks',
  'paths',
  'ports',
  'hosts',
  'methods',
  'selector',
  'matchLabels',
  'matchExpressions',
  'targetRefs',
  'provider',
  'mtls',
  'mode',
  'portLevelMtls',
  'jwtRules',
  'host',
  'subsets',
  'trafficPolicy',
  'portLevelSettings',
  'tls',
  'servers',
  'port',
  'number',
  'name',
  'podSelector',
  'namespaceSelector',
  'policyTypes',
  'ingress',
  'egress',
  'ipBlock',
  'cidr',
  'except',
  'template',
  'jobTemplate',
  'metadata',
  'spec',
  'labels',
  'annotations',
  'containers',
  'env',
  'value',
  'securityContext',
  'metrics',
  'overrides',
  'tagOverrides',
  'groups',
  'expr',
  'configPatches',
  'patch',
  'match',
  'meshConfig',
  'extensionProviders',
  'targetPort',
  'mesh',
  'toString',
];
const texts = fc.oneof(
  fc.constantFrom(
    'ALLOW',
    'DENY',
    'CUSTOM',
    'STRICT',
    '*',
    '**',
    '/{*}/{**}',
    '10.0.0.0/8',
    '999.1.1.1/99',
    'source.namespace',
    'request.headers[x]',
    'request.auth.claims[exp]',
    'a/ns/b/sa/c',
    '8080',
    'constructor',
    '__proto__',
    'mesh: [',
  ),
  fc.string({ maxLength: 12 }),
);
const { json } = fc.letrec<{ json: unknown }>(tie => ({
  json: fc.oneof(
    { depthSize: 'medium', maxDepth: 7 },
    texts,
    fc.constantFrom(null, true, 0, -1, 80, 1.5, 15020),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...fields), tie('json'), { maxKeys: 5 }),
  ),
}));
const keys = fc.constantFrom(
  'app',
  'istio-injection',
  'istio.io/rev',
  'istio.io/dataplane-mode',
  'istio.io/use-waypoint',
  'istio.io/dry-run',
  'sidecar.istio.io/status',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'app.kubernetes.io/managed-by',
  'meshwright.io/digest',
  'meshwright.io/exceptions',
  'meshwright.io/lint-ignore',
);
const metadata = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'istio', 'constructor'),
    namespace: fc.constantFrom('a', 'istio-system', 'aks-istio-ingress'),
    labels: fc.dictionary(keys, json, { maxKeys: 3 }),
    annotations: fc.dictionary(keys, json, { maxKeys: 3 }),
    ownerReferences: json,
  },
  { requiredKeys: ['name'] },
);
const object = fc
  .record({ id: fc.constantFrom(...kinds), metadata, spec: json, data: json })
  .map(({ id, ...rest }) => {
    const [apiVersion, kind] = id.split(' ');
    return { apiVersion, kind, ...rest } as unknown as MeshObject;
  });
const options = fc.record(
  {
    complete: fc.boolean(),
    autoMtls: fc.boolean(),
    policyEngine: fc.boolean(),
    revisions: fc.constantFrom<string[]>([], ['asm-1-29']),
    extensionProviders: fc.constantFrom<string[]>([], ['a']),
    now: fc.constantFrom('2026-11-25T00:00:00Z', 'never'),
    instance: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: [] },
);
const rules = [...meshRules, ...liveRules];

describe('rules of ours', () => {
  it('say something or nothing about any objects, and never throw', () => {
    fc.assert(
      fc.property(
        fc.array(object, { maxLength: 6 }),
        options,
        (objects, how) => {
          for (const rootNamespace of ['istio-system', 'aks-istio-system']) {
            for (const found of lintObjects(
              objects,
              { rootNamespace, ...how },
              rules,
            )) {
              expect(found.message).toMatch(/\.$/);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('say the same whatever order the objects are in', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 5 }), objects => {
        const judge = (given: MeshObject[]) =>
          new Set(
            lintObjects(given, { rootNamespace: 'istio-system' }, rules).map(
              ({ rule }) => rule,
            ),
          );
        const distinct = [
          ...new Map(
            objects.map(item => [
              `${item.apiVersion} ${item.kind} ${item.metadata.namespace} ${item.metadata.name}`,
              item,
            ]),
          ).values(),
        ];
        expect(judge([...distinct].reverse())).toEqual(judge(distinct));
      }),
      { numRuns: 200 },
    );
  });
});

it('compares thousands of equal rules with the others once, not each with each', () => {
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'a', namespace: 'web' },
    spec: {
      rules: Array.from({ length: 20_000 }, () => ({
        to: [{ operation: { ports: ['80'] } }],
      })),
    },
  } as unknown as MeshObject;

  const findings = lintObjects([policy], { rootNamespace: 'istio-system' });

  expect(findings.filter(({ rule }) => rule === 'MW2028')).toEqual([]);
});
