import type { ObjectRule, RuleFinding } from '../types';
import { hasRule, isForPort, listIsolated, nameThem } from './read/network';
import { sayLacking } from './read/shown';

/** Without names nothing else that is allowed can be called. */
export const netpolNoDns: ObjectRule = {
  code: 'MW2042',
  severity: 'error',
  summary: 'Pods that are isolated may still ask DNS',
  aliases: ['SEG-NETPOL-NO-DNS'],
  check: context =>
    listIsolated(context, 'egress').flatMap((group): RuleFinding[] => {
      const [policy] = group.policies;
      const asks = (protocol: string) =>
        hasRule(group, 'egress', rule =>
          isForPort(rule, { port: 53, protocol, name: /^dns/ }),
        );
      if (!policy || (asks('UDP') && asks('TCP'))) return [];
      const what = asks('UDP') ? 'TCP port 53 (long answers)' : 'DNS';
      const { among, severity } = sayLacking(context);
      const message = `${among}${nameThem(
        group,
      )}: no egress rule lets them reach ${what}. Allow UDP and TCP 53 to kube-dns in kube-system.`;
      return [
        {
          object: policy.object,
          path: 'spec/egress',
          severity: asks('UDP') ? 'warning' : severity,
          message,
        },
      ];
    }),
};
