import type { LintContext, ObjectRule, RuleFinding } from '../../types';
import { isAmbient, namespaceLabels } from '../read/namespaces';
import {
  isHttpField,
  listPolicies,
  listValues,
  type Policy,
} from '../read/policies';
import { findWorkloads } from '../read/workloads';

/** ztunnel sees connections, and waypoints do not read selectors. */
export const ambientLayer7: ObjectRule = {
  code: 'MW2209',
  severity: 'error',
  summary: 'In an ambient mesh, rules about requests are for a waypoint',
  aliases: ['KIA0109', 'KIA0110', 'KIA1317'],
  check: context =>
    listPolicies(context)
      .filter(({ target }) => target.targetRefs.length === 0)
      .flatMap(policy => checkPolicy(context, policy)),
};

function checkPolicy(context: LintContext, policy: Policy): RuleFinding[] {
  const { object, namespace, target, action } = policy;
  const isThere =
    isAmbient(namespaceLabels(context, namespace)) ||
    findWorkloads(context, namespace, target.matchLabels).some(({ labels }) =>
      isAmbient(labels),
    );
  if (!isThere) return [];
  if (action === 'CUSTOM' || action === 'AUDIT') {
    const message = `ztunnel knows no ${action}: nothing enforces the policy. Bind a waypoint, and name the Service in targetRefs instead of a selector.`;
    return [{ object, path: 'spec/action', message }];
  }
  const [first] = listValues(policy).filter(({ field }) => isHttpField(field));
  if (!first) return [];
  const message = `\`${
    first.field
  }\` is about requests, and ztunnel, which enforces policies with a selector, sees connections only: the rule ${
    action === 'DENY' ? 'loses that part, or never matches' : 'never matches'
  }. Bind a waypoint (istio.io/use-waypoint), and name the Service in targetRefs.`;
  return [{ object, path: first.path, message }];
}
