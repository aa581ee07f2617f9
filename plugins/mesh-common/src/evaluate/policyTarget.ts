import type { MeshObject } from '../objects';
import { isRecord, toLabels, toRecord, toRecords, toText } from './readJson';

/** A reference from a policy to what it is for. */
export type TargetRef = { group: string; kind: string; name: string };

/** Which workloads a policy of Istio is for. */
export type Target = {
  namespace: string;
  /** Undefined: everybody. */
  matchLabels?: Record<string, string>;
  targetRefs: readonly TargetRef[];
};

/** A proxy that policies are looked up for. */
export type Proxy = {
  namespace: string;
  labels: Record<string, string>;
  /** Present on waypoints: the Services that it stands for. */
  waypointFor?: readonly ServiceRef[];
};

export type ServiceRef = {
  namespace: string;
  name: string;
  kind: 'Service' | 'ServiceEntry';
};

export type AttachOptions = {
  rootNamespace: string;
  /** True unless the mesh is told otherwise. */
  selectorsOnGateways?: boolean;
};

export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const GATEWAY_GROUP = 'gateway.networking.k8s.io';

export function readTarget(object: MeshObject): Target {
  const spec = toRecord(object.spec);
  const refs = [
    ...(isRecord(spec.targetRef) ? [spec.targetRef] : []),
    ...toRecords(spec.targetRefs),
  ];
  const labels = toLabels(toRecord(spec.selector).matchLabels);
  return {
    namespace: object.metadata.namespace ?? '',
    matchLabels: Object.keys(labels).length > 0 ? labels : undefined,
    targetRefs: refs.map(ref => ({
      group: toText(ref.group) ?? '',
      kind: toText(ref.kind) ?? '',
      name: toText(ref.name) ?? '',
    })),
  };
}

/** Whether a policy is for a proxy, given that its namespace is considered. */
export function isTargeted(
  target: Target,
  proxy: Proxy,
  options: AttachOptions,
): boolean {
  const gateway = proxy.labels[GATEWAY_NAME];
  if (gateway === undefined) {
    return target.targetRefs.length === 0 && isSelected(target, proxy);
  }
  if (target.targetRefs.length > 0) {
    return target.targetRefs.some(ref =>
      isReferenced(ref, { target, proxy, gateway, options }),
    );
  }
  if (proxy.waypointFor) return false;
  return (
    (target.matchLabels === undefined ||
      options.selectorsOnGateways !== false) &&
    isSelected(target, proxy)
  );
}

export function isSelected(
  { matchLabels }: Target,
  { labels }: Proxy,
): boolean {
  return Object.entries(matchLabels ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
}

type Reference = {
  target: Target;
  proxy: Proxy;
  gateway: string;
  options: AttachOptions;
};

function isReferenced(
  ref: TargetRef,
  { target, proxy, gateway, options }: Reference,
): boolean {
  if (ref.group === GATEWAY_GROUP && ref.kind === 'Gateway') {
    return target.namespace === proxy.namespace && ref.name === gateway;
  }
  if (!proxy.waypointFor) return false;
  if (ref.group === GATEWAY_GROUP && ref.kind === 'GatewayClass') {
    return (
      target.namespace === options.rootNamespace &&
      ref.name === 'istio-waypoint'
    );
  }
  const isService =
    ref.kind === 'Service' && (ref.group === '' || ref.group === 'core');
  const isEntry =
    ref.kind === 'ServiceEntry' && ref.group === 'networking.istio.io';
  return proxy.waypointFor.some(
    service =>
      (service.kind === 'Service' ? isService : isEntry) &&
      service.name === ref.name &&
      service.namespace === target.namespace,
  );
}
