import { effectiveMtls } from '../../../evaluate/effectiveMtls';
import { indexWorld, type World } from '../../../evaluate/indexWorld';
import {
  indexNetwork,
  type NetworkRules,
} from '../../../evaluate/networkPolicy';
import type { EffectiveMtls } from '../../../evaluate/types';
import type { MeshObject } from '../../../objects';
import type { LintContext, LintOptions } from '../../types';

/** The objects as the evaluator sees them. */
export function worldOf(context: LintContext): World {
  return context.derive(readWorld);
}

function readWorld({ objects, options }: LintContext): World {
  return arrange(objects, options);
}

/** Modes hang on PeerAuthentications alone. */
function readPeerWorld(context: LintContext): World {
  return arrange(context.ofKind('PeerAuthentication'), context.options);
}

function arrange(objects: readonly MeshObject[], options: LintOptions): World {
  const { rootNamespace, trustDomainAliases, istio, policyEngine } = options;
  return indexWorld(objects, {
    rootNamespace,
    trustDomain: options.trustDomain ?? 'cluster.local',
    trustDomainAliases,
    istio,
    policyEngine,
    autoMtls: options.autoMtls,
  });
}

/** The mode that is in force for pods with some labels, or on a port. */
export function modeOf(
  context: LintContext,
  party: { namespace: string; labels: Record<string, string>; port?: number },
): EffectiveMtls {
  return effectiveMtls(context.derive(readPeerWorld), party);
}

/**
 * Whether the workloads of a policy take no plaintext. Where nothing is said
 * and the mesh is not whole, it is taken for so: what is not shown may say it.
 */
export function isStrict(
  context: LintContext,
  target: { namespace: string; matchLabels?: Record<string, string> },
): boolean {
  const { namespace, matchLabels: labels = {} } = target;
  const { mode, source } = modeOf(context, { namespace, labels });
  return (
    mode === 'STRICT' || (!context.options.complete && !source.includes('/'))
  );
}

/** NetworkPolicies as the evaluator sees them. */
export function networkOf(context: LintContext): NetworkRules {
  return context.derive(readNetwork);
}

function readNetwork(context: LintContext): NetworkRules {
  return indexNetwork([
    ...context.ofKind('Namespace'),
    ...context.ofKind('NetworkPolicy'),
  ]);
}
