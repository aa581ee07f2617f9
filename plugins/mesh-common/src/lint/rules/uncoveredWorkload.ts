import type { LintContext, ObjectRule } from '../types';
import { isAmbient, isInjected, namespaceLabels } from './read/namespaces';
import { listPolicies } from './read/policies';
import { policiesFor } from './read/policyIndex';
import { listWorkloads } from './read/workloads';

/** Encryption without authorization: everybody in the mesh may call. */
export const uncoveredWorkload: ObjectRule = {
  code: 'MW2041',
  severity: 'warning',
  summary: 'An AuthorizationPolicy is for every workload of the mesh',
  aliases: ['SEG-NO-AUTHZ', 'KIA1301'],
  check: context => {
    if (!context.options.complete) return [];
    const targeted = new Set(
      listPolicies(context)
        .filter(({ target }) => target.targetRefs.length > 0)
        .map(({ namespace }) => namespace),
    );
    return listWorkloads(context)
      .filter(
        ({ namespace, labels }) =>
          isInMesh(context, namespace) &&
          !targeted.has(namespace) &&
          !policiesFor(context, namespace, labels).some(
            ({ action, dryRun }) =>
              !dryRun && (action === 'ALLOW' || action === 'CUSTOM'),
          ),
      )
      .map(({ object }) => ({
        object,
        path: 'metadata',
        message:
          'No AuthorizationPolicy allows anybody in particular to call it, so everybody may. Add a policy `spec: {}` for the namespace, and one ALLOW rule per caller.',
      }));
  },
};

function isInMesh(context: LintContext, namespace: string): boolean {
  const labels = namespaceLabels(context, namespace);
  return isInjected(labels) === true || isAmbient(labels);
}
