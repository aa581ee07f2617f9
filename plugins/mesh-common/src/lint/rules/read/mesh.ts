import { effectiveMtls } from '../../../evaluate/effectiveMtls';
import { indexWorld, type World } from '../../../evaluate/indexWorld';
import type { EffectiveMtls } from '../../../evaluate/types';
import type { LintContext } from '../../types';

/** The objects as the evaluator sees them. */
export function worldOf(context: LintContext): World {
  return context.derive(readWorld);
}

function readWorld({ objects, options }: LintContext): World {
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
  return effectiveMtls(worldOf(context), party);
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
