import type { Json } from '../types';
import { completed, each, list, tcp, withDefaults } from './parts';

/** Addresses and ports of nodes are not handed out here. */
export function defaultService(given: Json): Json {
  const spec = withDefaults(given, {
    type: 'ClusterIP',
    sessionAffinity: 'None',
  });
  const isInside = spec.type !== 'ExternalName';
  const isOutside = spec.type === 'LoadBalancer' || spec.type === 'NodePort';
  // Whoever names addresses without a selector may name some of each family.
  const isFree = spec.clusterIP === 'None' && !spec.selector;
  const families = {
    ipFamilies: isFree ? ['IPv4', 'IPv6'] : ['IPv4'],
    ipFamilyPolicy: isFree ? 'RequireDualStack' : 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  };
  return {
    ...(isInside && families),
    ...(isOutside && { externalTrafficPolicy: 'Cluster' }),
    ...(spec.type === 'LoadBalancer' && {
      allocateLoadBalancerNodePorts: true,
    }),
    ...(spec.clusterIP === 'None' && { clusterIPs: ['None'] }),
    ...completed(spec, {
      ports: each(port => ({
        protocol: 'TCP',
        targetPort: port.port,
        ...port,
      })),
    }),
  };
}

export function defaultNetworkPolicy(spec: Json): Json {
  const types = spec.egress ? ['Ingress', 'Egress'] : ['Ingress'];
  const rules = each(rule => completed(rule, { ports: tcp }));
  return completed(
    withDefaults(spec, { podSelector: {}, policyTypes: types }),
    {
      ingress: rules,
      egress: rules,
    },
  );
}

export function defaultWebhooks(value: unknown): Json[] {
  return list(value).map(webhook => ({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    reinvocationPolicy: 'Never',
    ...completed(webhook, {
      rules: each(rule => withDefaults(rule, { scope: '*' })),
    }),
  }));
}
