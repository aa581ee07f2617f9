import type { JsonObject, JsonValue } from '@backstage/types';
import { canonicalJson } from './canonicalJson';

/** Fields of a Service that the API server fills in. */
const serviceDefaults = [
  'clusterIP',
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'internalTrafficPolicy',
  'externalTrafficPolicy',
];

/** Lists of kinds of Istio's networking whose order means nothing. */
const routeSets = ['hosts', 'gateways', 'exportTo', 'addresses'];

const byKind: Record<string, (spec: JsonObject) => JsonObject> = {
  AuthorizationPolicy: spec =>
    sorted(withoutEmptySelector({ action: 'ALLOW', ...spec })),
  DestinationRule: spec => sorted(spec, routeSets),
  Gateway: spec => sorted(spec, routeSets),
  NetworkPolicy: spec => sorted(canonicalNetworkPolicy(spec)),
  PeerAuthentication: spec => withoutEmptySelector(canonicalPeer(spec)),
  RequestAuthentication: spec => sorted(withoutEmptySelector(spec)),
  Service: spec => canonicalService(spec),
  ServiceEntry: spec =>
    sorted({ location: 'MESH_EXTERNAL', resolution: 'NONE', ...spec }, [
      ...routeSets,
      'ports',
      'endpoints',
    ]),
  Sidecar: spec => sorted(spec, routeSets),
  Telemetry: spec => withoutEmptySelector(spec),
  VirtualService: spec => sorted(spec, routeSets),
};

/** A spec without what the API server adds or drops by itself. */
export function canonicalSpec(
  kind: string,
  spec: JsonObject | undefined,
): JsonObject {
  const clean = isObject(spec) ? withoutEmpty(spec) : {};
  return byKind[kind]?.(clean) ?? clean;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No kind is as deep; what somebody made deeper is compared as it is. */
const DEEPEST = 100;

/**
 * Drops what is undefined, null or an empty list. An empty object stays: in a
 * rule or a peer it means "everything".
 */
function withoutEmpty(object: JsonObject, depth = 0): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .filter(
        ([, value]) =>
          value !== undefined &&
          value !== null &&
          !(Array.isArray(value) && value.length === 0),
      )
      .map(([key, value]) => [key, withoutEmptyInside(value, depth + 1)]),
  );
}

function withoutEmptyInside(
  value: JsonValue | undefined,
  depth: number,
): JsonValue {
  if (depth > DEEPEST) {
    return value ?? null;
  }
  if (Array.isArray(value)) {
    return value.map(item => withoutEmptyInside(item, depth + 1));
  }
  return isObject(value) ? withoutEmpty(value, depth) : value ?? null;
}

/** Sorts lists at every depth: all, or only those under the given keys. */
function sorted(
  object: JsonObject,
  keys?: readonly string[],
  depth = 0,
): JsonObject {
  const inside = (
    value: JsonValue | undefined,
    level: number,
    key?: string,
  ): JsonValue => {
    if (level > DEEPEST) {
      return value ?? null;
    }
    if (Array.isArray(value)) {
      const items = value.map(item => inside(item, level + 1));
      return !keys || (key && keys.includes(key)) ? sortJson(items) : items;
    }
    return isObject(value) ? sorted(value, keys, level + 1) : value ?? null;
  };
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      inside(value, depth, key),
    ]),
  );
}

function sortJson(items: JsonValue[]): JsonValue[] {
  return items
    .map(item => [canonicalJson(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([, item]) => item);
}

/** `selector: {}` and `selector: { matchLabels: {} }` select everything. */
function withoutEmptySelector(spec: JsonObject): JsonObject {
  const { selector, ...rest } = spec;
  const labels = isObject(selector) ? selector.matchLabels : undefined;
  return isObject(labels) && Object.keys(labels).length > 0 ? spec : rest;
}

function canonicalNetworkPolicy(spec: JsonObject): JsonObject {
  const types = spec.policyTypes ?? [
    'Ingress',
    ...(spec.egress ? ['Egress'] : []),
  ];
  const { matchLabels, ...selector } = isObject(spec.podSelector)
    ? spec.podSelector
    : {};
  const hasLabels = isObject(matchLabels) && Object.keys(matchLabels).length;
  return {
    ...spec,
    podSelector: hasLabels ? { ...selector, matchLabels } : selector,
    policyTypes: types,
    ...withPortDefaults(spec, 'ingress'),
    ...withPortDefaults(spec, 'egress'),
  };
}

function withPortDefaults(spec: JsonObject, direction: string): JsonObject {
  const rules = spec[direction];
  if (!Array.isArray(rules)) {
    return {};
  }
  return {
    [direction]: rules.map(rule =>
      isObject(rule) && Array.isArray(rule.ports)
        ? { ...rule, ports: rule.ports.map(withTcp) }
        : rule,
    ),
  };
}

function withTcp(port: JsonValue): JsonValue {
  return isObject(port) ? { protocol: 'TCP', ...port } : port;
}

function canonicalPeer(spec: JsonObject): JsonObject {
  const { mtls, portLevelMtls, ...rest } = spec;
  const isUnset = (value: JsonValue | undefined) =>
    !isObject(value) || !value.mode || value.mode === 'UNSET';
  const ports = isObject(portLevelMtls) ? portLevelMtls : {};
  return {
    ...rest,
    ...(isUnset(mtls) ? {} : { mtls }),
    ...(Object.keys(ports).length > 0 ? { portLevelMtls: ports } : {}),
  };
}

function canonicalService(spec: JsonObject): JsonObject {
  const kept = Object.fromEntries(
    Object.entries(spec).filter(([key]) => !serviceDefaults.includes(key)),
  );
  const ports = Array.isArray(spec.ports) ? spec.ports : [];
  return {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    ...kept,
    ports: ports.map(port =>
      isObject(port)
        ? { protocol: 'TCP', targetPort: port.port, ...port }
        : port,
    ),
  };
}
