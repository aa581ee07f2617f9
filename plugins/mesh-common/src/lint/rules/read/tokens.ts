import { readTarget } from '../../../evaluate/policyTarget';
import { toRecord, toRecords } from '../../../evaluate/readJson';
import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { findWorkloads } from './workloads';

type Target = {
  namespace: string;
  matchLabels?: Record<string, string>;
  targetRefs?: readonly { kind: string; name: string }[];
};

/** Every RequestAuthentication that verifies something. */
export function listTokenPolicies(context: LintContext): readonly MeshObject[] {
  return context
    .ofKind('RequestAuthentication', 'security.istio.io')
    .filter(({ spec }) => toRecords(toRecord(spec).jwtRules).length > 0);
}

/** Whether tokens are verified at some workload that a policy is for. */
export function verifiesTokens(context: LintContext, target: Target): boolean {
  const index = context.derive(indexTokenPolicies);
  const { namespace, matchLabels, targetRefs = [] } = target;
  if (targetRefs.length > 0) {
    return targetRefs.some(({ kind, name }) =>
      index.targets.has(`${namespace}/${kind}/${name}`),
    );
  }
  const { rootNamespace } = context.options;
  const parties = [
    { namespace, labels: matchLabels ?? {} },
    ...findWorkloads(context, namespace, matchLabels),
  ];
  return parties.some(
    party =>
      index.selectors.find(party.namespace, party.labels).length > 0 ||
      index.selectors.find(rootNamespace, party.labels).length > 0,
  );
}

type TokenIndex = {
  selectors: SelectorIndex<MeshObject>;
  targets: Set<string>;
};

function indexTokenPolicies(context: LintContext): TokenIndex {
  const selectors = new SelectorIndex<MeshObject>();
  const targets = new Set<string>();
  for (const object of listTokenPolicies(context)) {
    const { namespace, matchLabels, targetRefs } = readTarget(object);
    if (targetRefs.length === 0) selectors.add(namespace, matchLabels, object);
    for (const { kind, name } of targetRefs) {
      targets.add(`${namespace}/${kind}/${name}`);
    }
  }
  return { selectors, targets };
}
