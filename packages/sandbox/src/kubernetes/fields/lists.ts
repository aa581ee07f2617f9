import type { ResourceType } from '../types';

/** How two writers share a value. */
export type Sharing =
  | { kind: 'atomic' }
  | { kind: 'granular' }
  | { kind: 'set' }
  | { kind: 'keyed'; keys: string[]; defaults?: Record<string, unknown> };

const atomic: Sharing = { kind: 'atomic' };
const granular: Sharing = { kind: 'granular' };
const set: Sharing = { kind: 'set' };
const tcp = { protocol: 'TCP' };

function keyed(keys: string, defaults?: Record<string, unknown>): Sharing {
  return { kind: 'keyed', keys: keys.split(' '), defaults };
}

const metadata: Record<string, Sharing> = {
  'metadata.finalizers': set,
  'metadata.ownerReferences': keyed('uid'),
};

const container: Record<string, Sharing> = {
  '': keyed('name'),
  '[].ports': keyed('containerPort protocol', tcp),
  '[].env': keyed('name'),
  '[].volumeMounts': keyed('mountPath'),
  '[].volumeDevices': keyed('devicePath'),
};

const podSpec: Record<string, Sharing> = {
  ...prefixed('containers', container),
  ...prefixed('initContainers', container),
  ...prefixed('ephemeralContainers', container),
  volumes: keyed('name'),
  imagePullSecrets: keyed('name'),
  hostAliases: keyed('ip'),
  topologySpreadConstraints: keyed('topologyKey whenUnsatisfiable'),
  nodeSelector: atomic,
};

const template = {
  ...prefixed('spec.template.spec.', podSpec),
  'spec.selector': atomic,
};
const conditions = { 'status.conditions': keyed('type') };

const byKind: Record<string, Record<string, Sharing>> = {
  Pod: {
    ...prefixed('spec.', podSpec),
    ...conditions,
    'status.podIPs': keyed('ip'),
  },
  Deployment: { ...template, ...conditions },
  ReplicaSet: { ...template, ...conditions },
  StatefulSet: { ...template, ...conditions },
  DaemonSet: { ...template, ...conditions },
  Job: { ...template, ...conditions },
  Service: {
    'spec.ports': keyed('port protocol', tcp),
    'spec.selector': atomic,
    ...conditions,
  },
  ServiceAccount: {
    secrets: keyed('name'),
    imagePullSecrets: keyed('name'),
  },
  Namespace: conditions,
  Node: {
    ...conditions,
    'status.addresses': keyed('type'),
    'spec.podCIDRs': set,
  },
  RoleBinding: { roleRef: atomic },
  ClusterRoleBinding: { roleRef: atomic },
  NetworkPolicy: { 'spec.podSelector': atomic },
  EndpointSlice: { ports: atomic },
};

/** Objects that are one value wherever they occur in built-in kinds. */
const atomicReferences =
  /\.(fieldRef|secretKeyRef|configMapKeyRef|resourceFieldRef|labelSelector)$/;

function prefixed(
  prefix: string,
  rules: Record<string, Sharing>,
): Record<string, Sharing> {
  return Object.fromEntries(
    Object.entries(rules).map(([path, rule]) => [prefix + path, rule]),
  );
}

/**
 * How writers share the value at `path` (`spec.ports[].name`) of an object:
 * maps key by key, lists as one value unless their type says otherwise.
 */
export function sharingAt(
  type: ResourceType,
  path: string,
  value: unknown,
): Sharing {
  const rules = type.custom ? undefined : byKind[type.kind];
  const rule = metadata[path] ?? rules?.[path];
  if (rule) {
    return rule;
  }
  if (Array.isArray(value)) {
    return atomic;
  }
  return !type.custom && atomicReferences.test(path) ? atomic : granular;
}
