import type { ObjectRule } from '../types';
import { isOpenRule, listPolicies } from './read/policies';

/** An empty rule of an ALLOW policy makes every other ALLOW rule pointless. */
export const allowAll: ObjectRule = {
  code: 'MW2003',
  severity: 'warning',
  summary: 'No rule lets everybody do everything',
  aliases: ['SEG-ALLOW-ALL'],
  check: context =>
    listPolicies(context)
      .filter(({ action, dryRun }) => action === 'ALLOW' && !dryRun)
      .flatMap(({ object, rules }) =>
        rules.filter(isOpenRule).map(({ path }) => ({
          object,
          path,
          message:
            'The rule demands nothing: every caller, also in plaintext, may do everything with the selected workloads. Name the callers in `from` and the operations in `to`.',
        })),
      ),
};
