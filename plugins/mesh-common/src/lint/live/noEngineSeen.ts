import type { LintContext, ObjectRule } from '../types';
import { listNetPolicies } from '../rules/read/network';
import { listWorkloads } from '../rules/read/workloads';

const engines =
  /^(cilium|calico-node|calico-typha|azure-npm|antrea-agent|kube-router|weave-net|canal|tigera-operator|network-policy-agent|aws-node|netd|anetd)/;

/** No component that enforces NetworkPolicies is to be seen. */
export const noEngineSeen: ObjectRule = {
  code: 'MW3006',
  severity: 'error',
  summary: 'Something in the cluster enforces NetworkPolicies',
  aliases: ['SEG-NETPOL-NO-ENGINE'],
  check: context => {
    const { complete, policyEngine } = context.options;
    const [first] = listNetPolicies(context);
    if (!complete || policyEngine !== undefined || !first) return [];
    if (!context.derive(seesSystem) || context.derive(seesEngine)) return [];
    return [
      {
        object: first.object,
        path: '',
        message:
          'No network policy engine runs in kube-system or beside it (cilium, calico, azure-npm): NetworkPolicies, this one and all others, are stored and ignored. Create the cluster with one.',
      },
    ];
  },
};

function seesEngine(context: LintContext): boolean {
  return listWorkloads(context).some(({ name }) => engines.test(name));
}

/** Without a look at the system nothing can be said. */
function seesSystem(context: LintContext): boolean {
  return listWorkloads(context).some(
    ({ namespace }) => namespace === 'kube-system',
  );
}
