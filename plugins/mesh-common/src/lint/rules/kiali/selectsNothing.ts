import { readTarget } from '../../../evaluate/policyTarget';
import type { ObjectRule } from '../../types';
import { listWorkloads, workloadsOfTarget } from '../read/workloads';

/** A mode or a verification that is for nobody. */
export const selectsNothing: ObjectRule = {
  code: 'MW2213',
  severity: 'warning',
  summary: 'Selectors of authentication policies find workloads',
  aliases: ['KIA0004'],
  check: context =>
    context.options.complete && listWorkloads(context).length > 0
      ? ['PeerAuthentication', 'RequestAuthentication']
          .flatMap(kind => context.ofKind(kind, 'security.istio.io'))
          .filter(object => {
            const target = readTarget(object);
            return (
              target.matchLabels !== undefined &&
              workloadsOfTarget(context, target).length === 0
            );
          })
          .map(object => ({
            object,
            path: 'spec/selector',
            message:
              'No workload of the namespace has these labels, so the object is for nobody. Correct the selector.',
          }))
      : [],
};
