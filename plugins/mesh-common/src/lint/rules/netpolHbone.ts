import type { ObjectRule } from '../types';
import { isAmbient, namespaceLabels } from './read/namespaces';
import { isForPort, listIsolated, nameThem, rulesOf } from './read/network';

/** Between ztunnels everything goes through one port. */
export const netpolHbone: ObjectRule = {
  code: 'MW2046',
  severity: 'error',
  summary: 'Isolated pods of an ambient mesh are reached on port 15008',
  aliases: ['SEG-NETPOL-HBONE'],
  check: context =>
    (['ingress', 'egress'] as const).flatMap(direction =>
      listIsolated(context, direction).flatMap(group => {
        const [policy] = group.policies;
        const labels = namespaceLabels(context, group.namespace);
        if (!policy || !isAmbient(labels)) return [];
        const rules = rulesOf(group, direction);
        const port = { port: 15008, protocol: 'TCP' };
        if (rules.length === 0 || rules.some(rule => isForPort(rule, port))) {
          return [];
        }
        const message = `${nameThem(
          group,
        )}: in an ambient namespace calls of the mesh arrive on port 15008 (HBONE), and no ${direction} rule allows it. Allow TCP 15008 from and to the same peers; the ports of the application are judged by AuthorizationPolicies.`;
        return [{ object: policy.object, path: `spec/${direction}`, message }];
      }),
    ),
};
