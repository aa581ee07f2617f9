import type { LintContext, ObjectRule } from '../types';
import {
  canBeIn,
  hasRule,
  isForPort,
  listIsolated,
  nameThem,
} from './read/network';
import { isAmbient, isInjected, namespaceLabels } from './read/namespaces';
import { listPeers } from './read/peers';
import { listPolicies } from './read/policies';
import { sayLacking } from './read/shown';

/** A proxy that cannot reach istiod has neither policies nor a certificate. */
export const netpolNoIstiod: ObjectRule = {
  code: 'MW2043',
  severity: 'error',
  summary: 'Proxies of isolated pods reach the control plane',
  aliases: ['SEG-NETPOL-NO-ISTIOD'],
  check: context =>
    listIsolated(context, 'egress').flatMap(group => {
      const { namespace } = group;
      const [policy] = group.policies;
      if (!policy || !hasProxies(context, namespace)) return [];
      const { rootNamespace } = context.options;
      const reaches = hasRule(
        group,
        'egress',
        rule =>
          isForPort(rule, { port: 15012, protocol: 'TCP' }) &&
          canBeIn(context, rule, { namespace: rootNamespace, from: namespace }),
      );
      if (reaches) return [];
      const { among, severity } = sayLacking(context);
      const message = `${among}${nameThem(
        group,
      )}: no egress rule lets their proxies reach istiod, so they get no certificates and no policies. Allow TCP 15012 to namespace '${rootNamespace}'.`;
      return [
        { object: policy.object, path: 'spec/egress', message, severity },
      ];
    }),
};

function hasProxies(context: LintContext, namespace: string): boolean {
  const labels = namespaceLabels(context, namespace);
  if (isAmbient(labels)) return false;
  return isInjected(labels) ?? context.derive(readGoverned).has(namespace);
}

/** Namespaces with policies of Istio: there must be proxies to obey them. */
function readGoverned(context: LintContext): ReadonlySet<string> {
  return new Set(
    [...listPolicies(context), ...listPeers(context)].map(
      ({ namespace }) => namespace,
    ),
  );
}
