import type { ObjectRule } from '../types';
import { listPolicies } from './read/policies';
import { policiesFor } from './read/policyIndex';

/** A dry run denies nothing: without another ALLOW everybody is let in. */
export const dryRunOnly: ObjectRule = {
  code: 'MW2040',
  severity: 'info',
  summary: 'A workload has more than policies that only count',
  aliases: ['SEG-DRY-RUN-ONLY'],
  check: context =>
    listPolicies(context)
      .filter(
        ({ dryRun, action, namespace, target }) =>
          dryRun &&
          action === 'ALLOW' &&
          !policiesFor(context, namespace, target.matchLabels ?? {}).some(
            other => other.action === 'ALLOW' && !other.dryRun,
          ),
      )
      .map(({ object }) => ({
        object,
        path: 'metadata/annotations/istio.io~1dry-run',
        message:
          'The policy only counts what it would deny, and no other ALLOW policy is for these workloads: they are open to everybody. Remove the annotation once the counts are right.',
      })),
};
