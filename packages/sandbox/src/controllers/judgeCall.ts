import {
  type CallParty,
  type CallRequest,
  evaluate,
  indexWorld,
  type MeshObject,
  type Verdict,
  type World,
} from '@meshwright/plugin-mesh-common';
import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';
import type { Cluster } from './Cluster';
import { isInMesh } from './inject';
import type { KindName } from './kinds';
import { findService, lookUp } from './lookUp';
import type { CountedCall, Resolver } from './probes';

const ROOT = 'aks-istio-system';
/** What decides about traffic. */
const JUDGES: KindName[] = [
  'namespaces',
  'networkPolicies',
  'peerAuthentications',
  'authorizationPolicies',
  'requestAuthentications',
  'destinationRules',
];

/** How a call ends, as `curl` would tell it. */
export type CallEnd = {
  seen: string;
  body: string;
  /** Present when the proxy of the server counts it. */
  call?: Omit<CountedCall, 'calls'>;
};

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** What a GET by a pod comes to, by the objects that are in force now. */
export function judgeCall(
  cluster: Cluster,
  options: { pod: KubeObject; url: string; resolve?: Resolver },
): CallEnd {
  const { pod } = options;
  const url = new URL(options.url);
  const service = findTarget(cluster, url.hostname);
  const isName = !/^[\d.]+$/.test(url.hostname);
  if (
    isName &&
    lookUp(cluster, { ...options, name: url.hostname }).length === 0
  ) {
    return { seen: 'name', body: '' };
  }
  if (!service) {
    return { seen: 'timeout', body: '' };
  }
  const servicePort = Number(url.port || 80);
  const port = list(record(service.spec).ports).find(
    one => one.port === servicePort,
  );
  const [server] = findPods(cluster, service);
  if (!server || !port) {
    return { seen: 'refused', body: '' };
  }
  const request: CallRequest = {
    source: toParty(pod),
    destination: {
      ...toParty(server),
      port: Number(port.targetPort ?? servicePort),
      servicePort,
      protocol: String(port.name).startsWith('http') ? 'http' : 'unknown',
      service: `${service.metadata.name}.${service.metadata.namespace}`,
    },
    http: { method: 'GET', path: url.pathname, host: url.host },
  };
  const verdict = evaluate(toWorld(cluster), request);
  const seen = tell(verdict, request);
  return {
    seen,
    body: seen === '403' ? 'RBAC: access denied' : '',
    ...(/^\d/.test(seen) &&
      request.destination.inMesh && {
        call: count({ pod, server, service, seen, verdict }),
      }),
  };
}

/** Whether packets of a pod reach a port of another. */
export function mayConnect(
  cluster: Cluster,
  { pod, server, port }: { pod: KubeObject; server: KubeObject; port: number },
): boolean {
  const verdict = evaluate(toWorld(cluster), {
    source: toParty(pod),
    destination: { ...toParty(server), port, protocol: 'tcp' },
  });
  return verdict.layer !== 'network-policy';
}

/** Pods of a Service that run. */
export function findPods(cluster: Cluster, service: KubeObject): KubeObject[] {
  const selector = Object.entries(record(record(service.spec).selector));
  return cluster.all('pods').filter(({ metadata, status }) => {
    const { namespace, labels = {}, deletionTimestamp } = metadata;
    return (
      namespace === service.metadata.namespace &&
      selector.length > 0 &&
      selector.every(([key, value]) => labels[key] === value) &&
      record(status).phase === 'Running' &&
      !deletionTimestamp
    );
  });
}

function findTarget(cluster: Cluster, host: string): KubeObject | undefined {
  return (
    findService(cluster, host) ??
    cluster.all('services').find(({ spec, status }) => {
      const { ingress } = record(record(status).loadBalancer);
      const addresses = list(ingress).map(({ ip }) => ip);
      return record(spec).clusterIP === host || addresses.includes(host);
    })
  );
}

function toWorld(cluster: Cluster): World {
  const objects = JUDGES.flatMap(kind => cluster.all(kind));
  return indexWorld(objects as unknown as MeshObject[], {
    rootNamespace: ROOT,
    trustDomain: 'cluster.local',
    policyEngine:
      cluster.get('daemonSets', 'kube-system', 'cilium') !== undefined,
  });
}

function toParty(pod: KubeObject): CallParty {
  const { namespace = '', labels = {} } = pod.metadata;
  const { podIP } = record(pod.status);
  return {
    namespace,
    labels,
    serviceAccount: accountOf(pod),
    inMesh: isInMesh(pod),
    ...(typeof podIP === 'string' && { ip: podIP }),
    ...(labels.istio?.includes('ingressgateway') && { gateway: true }),
  };
}

function accountOf({ spec }: KubeObject): string {
  return String(record(spec).serviceAccountName ?? 'default');
}

function tell(verdict: Verdict, { source }: CallRequest): string {
  if (verdict.decision === 'allow') {
    return '200';
  }
  if (verdict.decision === 'unknown') {
    return 'failed';
  }
  switch (verdict.layer) {
    case 'network-policy':
      // A proxy of the caller waits in its place.
      return source.inMesh ? '503' : 'timeout';
    case 'transport':
      return source.inMesh ? '503' : 'reset';
    default:
      return String(verdict.httpStatus ?? 403);
  }
}

function count(options: {
  pod: KubeObject;
  server: KubeObject;
  service: KubeObject;
  seen: string;
  verdict: Verdict;
}): Omit<CountedCall, 'calls'> {
  const { pod, server, service, seen, verdict } = options;
  const describe = (one: KubeObject) => ({
    namespace: one.metadata.namespace ?? '',
    name: one.metadata.ownerReferences?.[0]?.name ?? one.metadata.name,
    serviceAccount: accountOf(one),
  });
  return {
    source: describe(pod),
    destination: { ...describe(server), service: service.metadata.name },
    code: seen,
    mutualTls: verdict.mtls === 'mutual-tls',
  };
}
