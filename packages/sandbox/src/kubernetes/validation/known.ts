import { isJson } from '../types';
import type { KubeObject, ResourceType } from '../types';

/** Fields of an object; `true` lets everything in. */
type Shape = { [field: string]: Shape | true };

function fields(names: string, more: Shape = {}): Shape {
  const plain = names.split(' ').filter(Boolean);
  return { ...Object.fromEntries(plain.map(name => [name, true])), ...more };
}

const selector = fields('matchLabels matchExpressions');
const peer: Shape = {
  ipBlock: fields('cidr except'),
  podSelector: selector,
  namespaceSelector: selector,
};
const policyPort = fields('port protocol endPort');

const specs: Record<string, Shape | undefined> = {
  Namespace: fields('finalizers'),
  NetworkPolicy: fields('policyTypes', {
    podSelector: selector,
    ingress: { from: peer, ports: policyPort },
    egress: { to: peer, ports: policyPort },
  }),
  Service: fields(
    'type selector clusterIP clusterIPs externalIPs externalName externalTrafficPolicy internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges allocateLoadBalancerNodePorts healthCheckNodePort publishNotReadyAddresses sessionAffinity sessionAffinityConfig trafficDistribution',
    { ports: fields('name port targetPort protocol nodePort appProtocol') },
  ),
  Job: fields(
    'parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex maxFailedIndexes selector manualSelector template ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy',
  ),
  Deployment: fields(
    'replicas selector template strategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds',
  ),
};

const tops: Record<string, string> = {
  ConfigMap: 'data binaryData immutable',
  Secret: 'data stringData type immutable',
  ServiceAccount: 'secrets imagePullSecrets automountServiceAccountToken',
  Endpoints: 'subsets',
  Role: 'rules',
  ClusterRole: 'rules aggregationRule',
  RoleBinding: 'subjects roleRef',
  ClusterRoleBinding: 'subjects roleRef',
  EndpointSlice: 'addressType endpoints ports',
  MutatingWebhookConfiguration: 'webhooks',
};

function shapeOf(type: ResourceType): Shape | undefined {
  if (type.kind === 'Event') {
    return undefined;
  }
  const own = tops[type.kind];
  return fields(
    `apiVersion kind metadata ${own ?? 'status'}`,
    own === undefined ? { spec: specs[type.kind] ?? true } : {},
  );
}

function prune(
  value: unknown,
  shape: Shape | true,
  at: { path: string; unknown: string[] },
): unknown {
  if (shape === true) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      prune(item, shape, { ...at, path: `${at.path}[${index}]` }),
    );
  }
  if (!isJson(value)) {
    return value;
  }
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const path = at.path ? `${at.path}.${key}` : key;
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (known === undefined) {
      at.unknown.push(path);
    } else {
      kept[key] = prune(inner, known, { ...at, path });
    }
  }
  return kept;
}

/** A built-in object without fields that we know it not to have. */
export function pruneCore(
  object: KubeObject,
  type: ResourceType,
): { object: KubeObject; unknown: string[] } {
  const shape = shapeOf(type);
  const unknown: string[] = [];
  const kept = shape ? prune(object, shape, { path: '', unknown }) : object;
  return { object: kept as KubeObject, unknown };
}
