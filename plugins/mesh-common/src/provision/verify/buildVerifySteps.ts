import type { JsonObject } from '@backstage/types';
import type { ClusterConfig } from '../../model/types';
import type { ProvisionStep } from '../plan';
import type { MeshClusterSpec } from '../spec';
import type { VerifyBody, VerifyMesh, VerifyScene } from './types';

/**
 * Image of the probes when nothing else is said: it has a server, `curl` and
 * `dig`.
 *
 * @public
 */
export const DEFAULT_VERIFY_IMAGE =
  'registry.k8s.io/e2e-test-images/agnhost:2.53';

const MOST_NAMES = 10;
const DNS_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const RUN = /^[a-z0-9]{1,12}$/;
const CONTROL_PLANE = 'verify/control-plane';

/**
 * What a verification is about.
 *
 * @public
 */
export type VerifyOptions = {
  cluster: ClusterConfig;
  /** Of a cluster that was made or adopted here. */
  spec?: MeshClusterSpec;
  /** Names of the private zone that lead to the internal gateway. */
  names?: readonly string[];
  /** Namespaces whose rollout does not ask for strict mutual TLS yet. */
  notStrict?: readonly string[];
  /** True when the traffic of the cluster can be read. */
  metrics?: boolean;
  /** Version to read the application gateway with. */
  apiVersion?: string;
  image?: string;
  /** Short and unique: at most 12 lower-case letters and digits. */
  run: string;
};

/**
 * The checks of a cluster, each a step: those of the objects that are there,
 * and those that try calls. Throws a TypeError for a run that cannot be part
 * of a name.
 *
 * @public
 */
export function buildVerifySteps(options: VerifyOptions): ProvisionStep[] {
  if (!RUN.test(options.run)) {
    throw new TypeError(`'${options.run}' cannot be part of a name`);
  }
  const mesh = toMesh(options.cluster);
  return [
    ...objectChecks(options, mesh),
    ...probeChecks(options, mesh),
    ...edgeChecks(options),
  ];
}

function toMesh(cluster: ClusterConfig): VerifyMesh {
  const { revision, rootNamespace, trustDomain, dnsSelector } = cluster;
  const { nodeLocalDns, gateways } = cluster;
  const { namespace = '', selector = {}, address } = gateways.internal ?? {};
  return {
    revision,
    rootNamespace,
    trustDomain,
    dnsSelector,
    ...(nodeLocalDns && { nodeLocalDns }),
    ...(address && { gateway: { namespace, selector, address } }),
  };
}

function objectChecks(
  { notStrict = [] }: VerifyOptions,
  mesh: VerifyMesh,
): ProvisionStep[] {
  return [
    toStep('control-plane', {
      title: `Control plane of revision ${mesh.revision}`,
      reason: 'Without it no pod gets a proxy, and no policy reaches one.',
      body: { check: 'controlPlane', mesh },
      answers: ['mesh.revision'],
    }),
    toStep('revision-labels', {
      title: 'Revision labels of namespaces',
      reason: 'A label that no control plane answers to gives no proxies.',
      body: { check: 'revisionLabels', mesh },
      answers: ['mesh.revision'],
    }),
    toStep('proxies', {
      title: 'Proxies in the pods of the mesh',
      reason: 'A pod without a proxy is outside of every policy of the mesh.',
      body: { check: 'proxies', mesh },
    }),
    toStep('strict', {
      title: 'Strict mutual TLS in every namespace',
      reason: 'Plain text has no identity that a policy could judge.',
      body: { check: 'strict', mesh, notStrict: [...notStrict] },
    }),
  ];
}

type ProbeText = Pick<StepDraft, 'title' | 'reason'>;

const PROBES: Record<VerifyScene, ProbeText> = {
  dns: {
    title: 'Names resolve inside the cluster',
    reason: 'Services are called by their names.',
  },
  allowed: {
    title: 'An allowed call passes',
    reason: 'It is tried with a server and a caller of its own.',
  },
  authorization: {
    title: 'A forbidden call is refused by the authorization',
    reason: 'Only an identity that a policy names may call.',
  },
  plaintext: {
    title: 'A call in plain text is refused',
    reason: 'Strict mutual TLS must be in force, not only asked for.',
  },
  network: {
    title: 'A forbidden call is dropped by the network',
    reason: 'NetworkPolicies must be enforced, not only stored.',
  },
  gateway: {
    title: 'The internal gateway answers at its pinned address',
    reason: 'Names and the application gateway lead there.',
  },
  metrics: {
    title: 'Metrics of calls arrive',
    reason: 'Rollouts and pages judge by them.',
  },
};

function probeChecks(
  options: VerifyOptions,
  mesh: VerifyMesh,
): ProvisionStep[] {
  const { run, image = DEFAULT_VERIFY_IMAGE, metrics } = options;
  const names = (options.names ?? [])
    .filter(name => DNS_NAME.test(name))
    .slice(0, MOST_NAMES);
  return (Object.keys(PROBES) as VerifyScene[])
    .filter(scene => scene !== 'gateway' || mesh.gateway)
    .filter(scene => scene !== 'metrics' || metrics)
    .map(scene =>
      toStep(scene, {
        ...PROBES[scene],
        body: { check: 'probe', scene, mesh, run, image, names },
        dependsOn: [CONTROL_PLANE],
        ...(scene === 'gateway' && { answers: ['network.ingressAddress'] }),
        ...(scene === 'dns' && { answers: ['dns.zone'] }),
        expectedSeconds: scene === 'metrics' ? 180 : 60,
      }),
    );
}

/** The provider asks its application gateway itself. */
function edgeChecks({ spec, apiVersion }: VerifyOptions): ProvisionStep[] {
  if (!spec?.edge) {
    return [];
  }
  const name = `agw-${spec.name}`;
  const type = 'Microsoft.Network/applicationGateways';
  const id = `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/${type}/${name}`;
  const step = toStep('backends', {
    title: 'Backends of the application gateway are healthy',
    reason: 'It sends calls to healthy backends only.',
    body: { check: 'backendHealth' },
    answers: ['edge'],
    expectedSeconds: 30,
  });
  return [
    {
      ...step,
      target: 'arm',
      provider: 'Microsoft.Network',
      resource: { id, type, name, apiVersion: apiVersion ?? '2026-01-01' },
    },
  ];
}

type StepDraft = {
  title: string;
  reason: string;
  body: VerifyBody;
  dependsOn?: string[];
  answers?: string[];
  expectedSeconds?: number;
};

function toStep(name: string, draft: StepDraft): ProvisionStep {
  const { body, dependsOn = [], answers = [], expectedSeconds = 5 } = draft;
  const id = `verify/${name}`;
  return {
    id,
    target: 'check',
    title: draft.title,
    operation: 'check',
    reason: draft.reason,
    resource: { id, type: 'check', name, apiVersion: '' },
    provider: 'kubernetes',
    dependsOn,
    body: body as unknown as JsonObject,
    changes: [],
    answers,
    expectedSeconds,
  };
}
