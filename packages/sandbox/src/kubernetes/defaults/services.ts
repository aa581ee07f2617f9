import { isJson } from '../types';
import type { Json, KubeObject } from '../types';
import { completed, each, list, tcp, withDefaults } from './parts';

export function defaultService(given: Json): Json {
  const spec = withDefaults(given, {
    type: 'ClusterIP',
    sessionAffinity: 'None',
  });
  const isInside = spec.type !== 'ExternalName';
  const isOutside = spec.type === 'LoadBalancer' || spec.type === 'NodePort';
  return {
    ...(isInside && { internalTrafficPolicy: 'Cluster' }),
    ...(isOutside && { externalTrafficPolicy: 'Cluster' }),
    ...(spec.type === 'LoadBalancer' && {
      allocateLoadBalancerNodePorts: true,
    }),
    ...completed(spec, {
      ports: each(port => ({
        protocol: 'TCP',
        targetPort: port.port,
        ...port,
      })),
    }),
  };
}

/**
 * What the server hands out, after it noted who wrote what: so nobody owns
 * it. Addresses and ports of nodes are not handed out here.
 */
export function allocate(object: KubeObject): KubeObject {
  const spec = isJson(object.spec) ? object.spec : {};
  if (object.kind !== 'Service' || spec.type === 'ExternalName') {
    return object;
  }
  const isHeadless = spec.clusterIP === 'None';
  // Whoever names addresses without a selector may name some of each family.
  const isFree = isHeadless && !spec.selector;
  const families = {
    ipFamilies: isFree ? ['IPv4', 'IPv6'] : ['IPv4'],
    ipFamilyPolicy: isFree ? 'RequireDualStack' : 'SingleStack',
  };
  return {
    ...object,
    spec: {
      ...families,
      ...(isHeadless && { clusterIPs: ['None'] }),
      ...spec,
    },
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
