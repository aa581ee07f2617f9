import type { TargetRef } from '../../evaluate/policyTarget';
import { toLabels } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { namespaceLabels } from './read/namespaces';
import { listPolicies } from './read/policies';

const USE_WAYPOINT = 'istio.io/use-waypoint';

/** Only a waypoint enforces what is for a Service. */
export const targetRefNoWaypoint: ObjectRule = {
  code: 'MW2039',
  severity: 'error',
  summary: 'A policy for a Service stands where a waypoint is bound to it',
  aliases: ['SEG-TARGETREF-NO-WAYPOINT'],
  check: context =>
    listPolicies(context).flatMap(({ object, namespace, target }) =>
      target.targetRefs.flatMap((ref, index) => {
        const problem = findProblem(context, namespace, ref);
        return problem
          ? [{ object, path: `spec/targetRefs[${index}]`, message: problem }]
          : [];
      }),
    ),
};

function findProblem(
  context: LintContext,
  namespace: string,
  { kind, name }: TargetRef,
): string | undefined {
  const { complete } = context.options;
  const found = context.find(kind, namespace, name);
  if (kind === 'Gateway') {
    return complete && !found
      ? `There is no Gateway '${name}' in namespace '${namespace}', so no proxy enforces the policy. Correct the name.`
      : undefined;
  }
  if (kind !== 'Service') return undefined;
  if (!found && complete) {
    return `There is no Service '${name}' in namespace '${namespace}', so no proxy enforces the policy. Correct the name.`;
  }
  const labels = namespaceLabels(context, namespace);
  const bound =
    toLabels(found?.metadata.labels)[USE_WAYPOINT] ?? labels?.[USE_WAYPOINT];
  const isKnown = complete || (found && labels);
  return isKnown && (bound === undefined || bound === 'none')
    ? `Policies for a Service are enforced by its waypoint alone (never by ztunnel or sidecars), and none is bound to Service '${name}'. Label the Service or the Namespace ${USE_WAYPOINT}, or select the workloads instead.`
    : undefined;
}
