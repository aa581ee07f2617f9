import { readTarget } from '../../evaluate/policyTarget';
import type { LintContext, ObjectRule } from '../types';
import { listPolicies, listValues, type Policy } from './read/policies';
import { policiesFor } from './read/policyIndex';
import { listTokenPolicies } from './read/tokens';

/** A RequestAuthentication refuses bad tokens, not missing ones. */
export const verificationWithoutRequirement: ObjectRule = {
  code: 'MW2023',
  severity: 'warning',
  summary: 'Where tokens are verified, a policy requires one',
  aliases: ['SEG-RA-WITHOUT-AP'],
  check: context => {
    if (!context.options.complete) return [];
    return listTokenPolicies(context)
      .filter(object => {
        const { namespace, matchLabels, targetRefs } = readTarget(object);
        return targetRefs.length > 0
          ? !listPolicies(context).some(
              policy =>
                policy.namespace === namespace &&
                policy.target.targetRefs.some(
                  ref => ref.name === targetRefs[0]?.name,
                ) &&
                requiresToken(policy),
            )
          : !requiring(context, namespace, matchLabels ?? {});
      })
      .map(object => ({
        object,
        path: 'spec/jwtRules',
        message:
          'A request without any token passes this, and no AuthorizationPolicy for these workloads asks for one. Add a rule with requestPrincipals, or claims, to the ALLOW policy of the workloads.',
      }));
  },
};

function requiring(
  context: LintContext,
  namespace: string,
  labels: Record<string, string>,
): boolean {
  const { rootNamespace } = context.options;
  // For the whole mesh, or a namespace, it may be meant for some workloads.
  const policies =
    Object.keys(labels).length > 0
      ? policiesFor(context, namespace, labels)
      : listPolicies(context).filter(
          policy =>
            namespace === rootNamespace || policy.namespace === namespace,
        );
  return policies.some(requiresToken);
}

function requiresToken(policy: Policy): boolean {
  return listValues(policy).some(
    ({ field }) =>
      field === 'requestPrincipals' || field.startsWith('request.auth.'),
  );
}
