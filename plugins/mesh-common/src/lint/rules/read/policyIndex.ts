import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { LintContext } from '../../types';
import { listPolicies, type Policy } from './policies';

/**
 * AuthorizationPolicies whose selectors are met by some labels, of the
 * namespace and of the whole mesh.
 */
export function policiesFor(
  context: LintContext,
  namespace: string,
  labels: Record<string, string>,
): readonly Policy[] {
  const index = context.derive(indexPolicies);
  const { rootNamespace } = context.options;
  return [
    ...index.find(namespace, labels),
    ...(namespace === rootNamespace ? [] : index.find(rootNamespace, labels)),
  ];
}

function indexPolicies(context: LintContext): SelectorIndex<Policy> {
  const index = new SelectorIndex<Policy>();
  for (const policy of listPolicies(context)) {
    if (policy.target.targetRefs.length === 0) {
      index.add(policy.namespace, policy.target.matchLabels, policy);
    }
  }
  return index;
}

/** Pods that are gateways say so in one of these labels. */
export function isGatewayTarget({ namespace, target }: Policy): boolean {
  const { matchLabels = {}, targetRefs } = target;
  return (
    namespace === 'aks-istio-ingress' ||
    targetRefs.some(({ kind }) => kind === 'Gateway') ||
    'gateway.networking.k8s.io/gateway-name' in matchLabels ||
    Object.entries(matchLabels).some(
      ([key, value]) =>
        /(ingress|egress)gateway/.test(value) ||
        (key === 'istio' && /gateway/.test(value)),
    )
  );
}
