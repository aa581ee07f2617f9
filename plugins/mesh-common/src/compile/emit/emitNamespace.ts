import type { ClusterConfig, MeshNamespace, Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import type { Scope } from '../Scope';
import type { Effect } from '../stages';
import { type Draft, toObject } from '../toObject';
import { emitPlatformNetwork } from './emitPlatformNetwork';
import { dryRun, policyKind } from './policyKind';

/** The root namespace of the AKS add-on. */
const ADD_ON = 'aks-istio-system';

/**
 * Denials in the access log: what a policy refused says so in the details of
 * the response, or of the connection where there is no response.
 */
const DENIALS = ['response.code_details', 'connection.termination_details']
  .map(field => `(has(${field}) && ${field}.startsWith('rbac_access_denied'))`)
  .join(' || ');

/** What holds for all that lives in a namespace. */
export function emitNamespace(
  scope: Scope,
  { name, stage }: MeshNamespace,
): CompiledObject[] {
  const effect = scope.effects.get(name);
  if (!effect) {
    return [];
  }
  const { cluster } = scope;
  const workloads: Workload[] = scope.active.get(name) ?? [];
  const inside = { namespace: name, workloads };
  const drafts: Draft[] = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      name,
      labels: labelsOf(cluster, stage),
      workloads,
    },
    // One per namespace: of several, Istio follows the oldest.
    {
      ...inside,
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      name: 'default',
      spec: { mtls: { mode: effect.mtls } },
    },
    ...policies(cluster, effect).map(draft => ({ ...inside, ...draft })),
  ];
  return [
    ...drafts.map(draft => toObject(scope, draft)),
    ...(effect.network ? emitPlatformNetwork(scope, name) : []),
  ];
}

function policies(
  cluster: ClusterConfig,
  { authorization }: Effect,
): Array<Omit<Draft, 'workloads' | 'namespace'>> {
  if (authorization === 'none') {
    return [];
  }
  const denial = {
    ...policyKind,
    name: 'meshwright-default-deny',
    annotations: dryRun(authorization),
    // A policy that never matches denies what no other policy allows.
    spec: {},
  };
  const log = {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    // The name that others give theirs too: two without a selector conflict.
    name: 'default',
    spec: {
      accessLogging: [
        {
          match: { mode: 'SERVER' },
          providers: [{ name: cluster.accessLogProvider ?? 'envoy' }],
          filter: { expression: DENIALS },
        },
      ],
    },
  };
  return authorization === 'enforced' && takesFilters(cluster)
    ? [denial, log]
    : [denial];
}

/** The AKS add-on refuses filters, unless somebody knows that it does not. */
function takesFilters(cluster: ClusterConfig): boolean {
  const { accessLogProvider, rootNamespace } = cluster;
  return accessLogProvider === undefined
    ? rootNamespace !== ADD_ON
    : accessLogProvider !== '';
}

function labelsOf(
  { revision, cni }: ClusterConfig,
  stage: MeshNamespace['stage'],
): Record<string, string> {
  return {
    'istio.io/rev': revision,
    'pod-security.kubernetes.io/warn': 'restricted',
    // Without the CNI the proxy's init container needs rights of its own.
    ...(cni &&
      stage === 'enforce' && {
        'pod-security.kubernetes.io/enforce': 'baseline',
      }),
  };
}
