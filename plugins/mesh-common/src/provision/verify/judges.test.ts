import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../objects';
import type { Evidence } from '../run';
import { clusterSpec, edgeAnswers } from '../../testUtils/clusterSpec';
import { buildVerifySteps } from './buildVerifySteps';
import { evaluateBackendHealth } from './judges/evaluateBackendHealth';
import { evaluateRefusal, type RefusalScene } from './judges/evaluateCalls';
import { evaluateControlPlane } from './judges/evaluateControlPlane';
import { evaluateDns } from './judges/evaluateDns';
import { evaluateGateway } from './judges/evaluateGateway';
import { evaluateMetrics } from './judges/evaluateMetrics';
import { evaluateProxies } from './judges/evaluateProxies';
import { evaluateRevisionLabels } from './judges/evaluateRevisionLabels';
import { evaluateStrict } from './judges/evaluateStrict';
import { readProbeReport } from './readProbeReport';
import { buildScene } from './scene/buildScene';
import type { ProbeOutcome, VerifyBody, VerifyMesh } from './types';

const mesh: VerifyMesh = {
  revision: 'asm-1-29',
  rootNamespace: 'aks-istio-system',
  trustDomain: 'cluster.local',
  dnsSelector: { 'k8s-app': 'kube-dns' },
};

type Labels = Record<string, string>;

const object = (
  kind: string,
  metadata: Partial<MeshObject['metadata']>,
  rest: Partial<MeshObject> = {},
): MeshObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', ...metadata },
  ...rest,
});
const namespace = (name: string, labels: Labels = {}) =>
  object('Namespace', {
    name,
    labels: { 'istio.io/rev': 'asm-1-29', ...labels },
  });
const called = (seen: string, body: string = ''): ProbeOutcome => ({
  report: { kind: 'call', seen, body, calls: 3, wanted: 3 },
});
const isUnknown = ({ ok, seen }: Evidence) => !ok && seen.startsWith('Unknown');
const word = (row: Evidence) =>
  row.ok ? 'ok' : (isUnknown(row) && 'unknown') || 'wrong';
const words = (rows: Evidence[]) => rows.map(word);

describe('evaluateControlPlane', () => {
  const istiod = (revision: string, readyReplicas: number) =>
    object(
      'Deployment',
      { labels: { app: 'istiod', 'istio.io/rev': revision } },
      { status: { readyReplicas } },
    );
  const webhook = object('MutatingWebhookConfiguration', {
    name: 'istio-sidecar-injector-asm-1-29-aks-istio-system',
  });

  it.each([
    ['all is there', [istiod('asm-1-29', 2)], [webhook], ['ok', 'ok']],
    ['none is ready', [istiod('asm-1-29', 0)], [webhook], ['wrong', 'ok']],
    ['another revision', [istiod('asm-1-28', 2)], [], ['wrong', 'wrong']],
    ['nothing', [], [], ['wrong', 'wrong']],
  ])('%s', (...[, deployments, webhooks, expected]) => {
    const rows = evaluateControlPlane({ deployments, webhooks }, mesh);
    expect(words(rows)).toEqual(expected);
  });
});

describe('evaluateRevisionLabels', () => {
  it.each([
    ['fits', namespace('a'), ['asm-1-29'], ['ok', 'ok']],
    ['is another', namespace('a'), ['asm-1-30'], ['wrong', 'ok']],
    ['cannot be told', namespace('a'), [], ['unknown', 'ok']],
    [
      'is beside the one that skips',
      namespace('a', { 'istio-injection': 'enabled' }),
      ['asm-1-29'],
      ['ok', 'wrong'],
    ],
  ])('%s', (...[, one, installed, expected]) => {
    const rows = evaluateRevisionLabels({ namespaces: [one], installed });
    expect(words(rows)).toEqual(expected);
  });
});

describe('evaluateProxies', () => {
  const pod = (spec: JsonObject, phase: string = 'Running') =>
    object('Pod', { name: 'p', namespace: 'a' }, { spec, status: { phase } });
  const proxy = [{ name: 'istio-proxy' }];

  it.each([
    ['beside its containers', pod({ containers: proxy }), ['ok']],
    ['as a native sidecar', pod({ initContainers: proxy }), ['ok']],
    ['nowhere', pod({ containers: [{ name: 'web' }] }), ['wrong', 'wrong']],
    ['nowhere, but done', pod({ containers: [] }, 'Succeeded'), ['ok']],
    ['nowhere, on the host network', pod({ hostNetwork: true }), ['ok']],
  ])('%s', (_, one, expected) => {
    const rows = evaluateProxies({ namespaces: [namespace('a')], pods: [one] });
    expect(words(rows)).toEqual(expected);
  });

  it('passes over namespaces that ask for none, and over its own', () => {
    const rows = evaluateProxies({
      namespaces: [
        object('Namespace', { name: 'a' }),
        namespace('b', { 'meshwright.io/verify': 'r1' }),
      ],
      pods: ['a', 'b'].map(name => object('Pod', { namespace: name })),
    });
    expect(words(rows)).toEqual(['ok']);
  });
});

describe('evaluateStrict', () => {
  const peers = (spec: JsonObject, metadata: Labels = {}) => ({
    ...object('PeerAuthentication', { namespace: 'a', ...metadata }, { spec }),
    apiVersion: 'security.istio.io/v1',
  });
  const strict = peers({ mtls: { mode: 'STRICT' } });
  const lax = peers(
    { selector: { matchLabels: { app: 'web' } }, mtls: { mode: 'DISABLE' } },
    { name: 'web' },
  );
  const port = peers(
    {
      selector: { matchLabels: { app: 'web' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { 9000: { mode: 'PERMISSIVE' } },
    },
    { name: 'port' },
  );
  const pods = [object('Pod', { namespace: 'a', labels: { app: 'web' } })];

  it.each<[string, MeshObject[], string[], string[]]>([
    ['in force', [strict], [], ['ok']],
    [
      'in force from the root',
      [{ ...strict, metadata: { name: 'd', namespace: 'aks-istio-system' } }],
      [],
      ['ok'],
    ],
    ['not there', [], [], ['wrong']],
    ['not asked for yet', [], ['a'], ['ok']],
    ['not for a workload', [strict, lax], [], ['wrong']],
    ['not on a port that somebody left open', [strict, port], [], ['wrong']],
  ])('%s', (...[, peerAuthentications, notStrict, expected]) => {
    const rows = evaluateStrict(
      { namespaces: [namespace('a')], pods, peerAuthentications },
      { ...mesh, notStrict },
    );
    expect(words(rows)).toEqual(expected);
  });
});

describe('evaluateRefusal', () => {
  const RBAC = 'RBAC: access denied';

  it.each<[RefusalScene, ProbeOutcome, string]>([
    ['authorization', called('403', RBAC), 'ok'],
    ['authorization', called('200'), 'wrong'],
    ['authorization', called('403', 'blocked by a firewall'), 'unknown'],
    ['authorization', called('503'), 'unknown'],
    ['authorization', called('timeout'), 'unknown'],
    ['authorization', {}, 'unknown'],
    ['plaintext', called('reset'), 'ok'],
    ['plaintext', called('200'), 'wrong'],
    ['plaintext', called('403', RBAC), 'wrong'],
    ['plaintext', called('timeout'), 'unknown'],
    ['network', called('timeout'), 'ok'],
    ['network', called('refused'), 'ok'],
    ['network', called('reset'), 'wrong'],
    ['network', called('200'), 'wrong'],
    ['network', called('name'), 'unknown'],
  ])('%s: %j is %s', (scene, probe, expected) => {
    const rows = evaluateRefusal(scene, { control: called('200'), probe });
    expect(words(rows)).toEqual(['ok', expected]);
  });

  it.each<[RefusalScene, ProbeOutcome]>([
    ['authorization', called('403', RBAC)],
    ['plaintext', called('reset')],
    ['network', called('timeout')],
  ])('%s says nothing without its control', (scene, probe) => {
    const down = evaluateRefusal(scene, { control: called('503'), probe });
    expect(words(down)).toEqual(['wrong', 'unknown']);
    const silent = evaluateRefusal(scene, { control: {}, probe });
    expect(words(silent)).toEqual(['unknown', 'unknown']);
  });
});

it.each<[string, ProbeOutcome, string[]]>([
  [
    'right',
    {
      report: {
        kind: 'dns',
        answers: {
          'kubernetes.default.svc': ['10.0.0.1'],
          'a.b': ['10.1.1.1'],
        },
      },
    },
    ['ok', 'ok'],
  ],
  [
    'elsewhere',
    {
      report: {
        kind: 'dns',
        answers: { 'kubernetes.default.svc': [], 'a.b': ['10.1.1.2'] },
      },
    },
    ['wrong', 'wrong'],
  ],
  ['no report', { problem: 'no pod' }, ['unknown', 'unknown']],
])('evaluateDns: %s', (_, outcome, expected) => {
  const asked = { names: ['a.b'], address: '10.1.1.1' };
  expect(words(evaluateDns(outcome, asked))).toEqual(expected);
});

it.each<[string, string | undefined, ProbeOutcome, string[]]>([
  ['right', '10.1.1.1', called('200'), ['ok', 'ok']],
  ['elsewhere', '10.1.1.2', called('timeout'), ['wrong', 'wrong']],
  ['no answer', undefined, {}, ['wrong', 'unknown']],
])('evaluateGateway: %s', (...[, ip, probe, expected]) => {
  const service = object(
    'Service',
    {},
    { status: { loadBalancer: ip ? { ingress: [{ ip }] } : {} } },
  );
  const gateway = { namespace: 'g', selector: {}, address: '10.1.1.1' };
  const rows = evaluateGateway({ service, probe }, gateway);
  expect(words(rows)).toEqual(expected);
});

describe('evaluateMetrics', () => {
  const caller = { namespace: 'n', serviceAccount: 'allowed', workload: 's' };
  const seen = (serviceAccount: string, mtls: number) => ({
    source: { namespace: 'n', serviceAccount },
    destination: { namespace: 'n', workload: 's' },
    rate: 0.5,
    mtls,
  });

  it.each([
    ['arrived', { traffic: [seen('allowed', 1)] }, 'ok'],
    ['without identity', { traffic: [seen('unknown', 0)] }, 'wrong'],
    ['in plain text', { traffic: [seen('allowed', 0)] }, 'wrong'],
    ['none', { traffic: [] }, 'wrong'],
    ['cannot be read', { problem: 'HTTP 401' }, 'unknown'],
  ])('%s', (_, read, expected) => {
    expect(words(evaluateMetrics(read, caller))).toEqual([expected]);
  });
});

it.each<[string, JsonObject | undefined, string[]]>([
  ['no answer', undefined, ['unknown']],
  ['no backend', { backendAddressPools: [] }, ['unknown']],
  ...['Healthy', 'Unhealthy', 'Partial', 'Unknown'].map(
    (health): [string, JsonObject, string[]] => [
      health,
      {
        backendAddressPools: [
          {
            backendHttpSettingsCollection: [
              { servers: [{ address: '10.240.4.4', health }] },
            ],
          },
        ],
      },
      [{ Healthy: 'ok', Unknown: 'unknown' }[health] ?? 'wrong'],
    ],
  ),
])('evaluateBackendHealth: %s', (_, answer, expected) => {
  expect(words(evaluateBackendHealth(answer))).toEqual(expected);
});

it.each([
  ['', undefined],
  ['null', undefined],
  ['{"kind":"call","seen":403}', undefined],
  [
    '{"kind":"call","seen":"403","body":"RBAC: access denied","calls":3,"wanted":3}',
    called('403', 'RBAC: access denied').report,
  ],
  [
    '{"kind":"dns","answers":["a.b=10.0.0.1 10.0.0.2 ","c.d="]}',
    { kind: 'dns', answers: { 'a.b': ['10.0.0.1', '10.0.0.2'], 'c.d': [] } },
  ],
])('readProbeReport(%j)', (text, expected) => {
  expect(readProbeReport(text)).toEqual(expected);
});

describe('buildVerifySteps', () => {
  const cluster = {
    ...mesh,
    name: 'dev',
    environment: 'test',
    gateways: {
      internal: {
        namespace: 'aks-istio-ingress',
        selector: { istio: 'internal' },
        serviceAccount: 'internal',
        address: '10.240.4.4',
      },
    },
  };

  it('leaves out what a cluster does not have', () => {
    const all = buildVerifySteps({
      cluster,
      spec: clusterSpec({ edge: edgeAnswers() }),
      metrics: true,
      run: 'r1',
    });
    const few = buildVerifySteps({
      cluster: { ...cluster, gateways: {} },
      run: 'r1',
    });
    const ids = few.map(({ id }) => id);
    const left = all.map(({ id }) => id).filter(id => !ids.includes(id));
    expect(left).toEqual([
      'verify/gateway',
      'verify/metrics',
      'verify/backends',
    ]);
    expect(all.every(({ operation }) => operation === 'check')).toBe(true);
  });

  it('puts no name into a probe that is none', () => {
    const names = ['shop.mesh.internal', '$(reboot)', 'a b', '*.x'];
    const steps = buildVerifySteps({ cluster, names, run: 'r1' });
    const dns = steps.find(({ id }) => id === 'verify/dns');
    expect(dns?.body?.names).toEqual(['shop.mesh.internal']);
    expect(() => buildVerifySteps({ cluster, run: 'R 1' })).toThrow(TypeError);
  });

  it('makes pods that need no rights, in a namespace that goes', () => {
    const scenes = buildVerifySteps({ cluster, run: 'r1' })
      .map(({ body }) => body as unknown as VerifyBody)
      .filter(body => body.check === 'probe')
      .map(body => buildScene(body, { instance: 'test' }));
    const jobs = scenes.flatMap(({ namespace: home, objects }) =>
      objects
        .filter(({ kind }) => kind === 'Job')
        .map(({ metadata, spec }) => ({ home, metadata, spec })),
    );

    expect(scenes.map(({ namespace: home }) => home)).toEqual(
      [
        'dns',
        'allowed',
        'authorization',
        'plaintext',
        'network',
        'gateway',
      ].map(scene => `meshwright-verify-r1-${scene}`),
    );
    expect(jobs).toHaveLength(13);
    for (const { home, metadata, spec } of jobs) {
      expect(metadata.namespace).toBe(home);
      expect(spec).toMatchObject({
        activeDeadlineSeconds: 300,
        backoffLimit: 0,
        template: {
          spec: {
            automountServiceAccountToken: false,
            restartPolicy: 'Never',
            containers: [
              {
                securityContext: {
                  allowPrivilegeEscalation: false,
                  runAsNonRoot: true,
                  capabilities: { drop: ['ALL'] },
                  seccompProfile: { type: 'RuntimeDefault' },
                },
              },
            ],
          },
        },
      });
    }
  });
});
