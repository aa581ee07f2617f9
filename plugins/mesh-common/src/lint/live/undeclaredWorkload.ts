import { listPolicies } from '../rules/read/policies';
import { policiesFor } from '../rules/read/policyIndex';
import { listWorkloads } from '../rules/read/workloads';
import type { LintContext, ObjectRule } from '../types';
import { isOurs } from '../rules/read/ours';

/** A managed namespace denies what nobody declared. */
export const undeclaredWorkload: ObjectRule = {
  code: 'MW3010',
  severity: 'warning',
  summary: 'Somebody declared every workload of a managed namespace',
  aliases: ['SEG-UNDECLARED'],
  check: context => {
    const denied = context.derive(readDenied);
    return listWorkloads(context)
      .filter(
        ({ namespace, labels }) =>
          denied.has(namespace) &&
          !policiesFor(context, namespace, labels).some(
            ({ object, target }) =>
              target.matchLabels !== undefined && isOurs(context, object),
          ),
      )
      .map(({ object }) => ({
        object,
        path: 'metadata',
        message:
          'No declaration is for this workload, and its namespace denies what is not declared: nobody may call it, and it may call nobody. Declare it in the catalog (spec.mesh), or remove it.',
      }));
  },
};

/** Namespaces with a default deny of ours. */
function readDenied(context: LintContext): ReadonlySet<string> {
  return new Set(
    listPolicies(context)
      .filter(
        ({ object, rules, target, action }) =>
          action === 'ALLOW' &&
          rules.length === 0 &&
          !target.matchLabels &&
          target.targetRefs.length === 0 &&
          isOurs(context, object),
      )
      .map(({ namespace }) => namespace),
  );
}
