import type { ObjectRule } from '../types';
import { isAddOn } from './read/namespaces';
import { listPolicies } from './read/policies';
import { listPeers } from './read/peers';

const GATEWAYS = 'aks-istio-ingress';

/** A selector reaches pods of its own namespace only. */
export const gatewayPolicyNamespace: ObjectRule = {
  code: 'MW2069',
  severity: 'error',
  summary: 'Policies for a gateway stand in its namespace',
  aliases: ['SEG-GW-POLICY-NS'],
  check: context => {
    if (!isAddOn(context)) return [];
    const { rootNamespace } = context.options;
    return [
      ...listPolicies(context).map(({ object, namespace, target }) => ({
        object,
        namespace,
        matchLabels: target.matchLabels,
      })),
      ...listPeers(context),
    ]
      .filter(
        ({ namespace, matchLabels }) =>
          namespace !== GATEWAYS &&
          namespace !== rootNamespace &&
          matchLabels?.istio?.startsWith('aks-istio-ingressgateway'),
      )
      .map(({ object }) => ({
        object,
        path: 'spec/selector',
        message: `The gateways of the add-on run in namespace '${GATEWAYS}', and a selector reaches pods of its own namespace only: the object is for nobody. Put it there.`,
      }));
  },
};
