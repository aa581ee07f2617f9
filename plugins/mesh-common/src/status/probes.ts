import type { CallParty, CallRequest } from '../evaluate/types';
import type { Operation, Workload, WorkloadPort } from '../model/types';
import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import { listReadyPods } from './deriveReadiness';

/** Kinds of pods and calls that one workload or edge is tried with. */
const LIMIT = 32;

/** A caller that nobody declared: where it gets through, nothing is refused. */
export const STRANGER: CallParty = {
  namespace: 'meshwright-stranger',
  labels: { app: 'meshwright-stranger' },
  serviceAccount: 'meshwright-stranger',
  inMesh: true,
};

/** A workload as it takes part in calls: one party per kind of Ready pod. */
export function listParties(
  workload: Workload,
  view: ClusterView,
): CallParty[] {
  const kinds = new Map<string, MeshObject | undefined>();
  for (const pod of listReadyPods(workload, view)) {
    const { 'pod-template-hash': _, ...labels } = pod.metadata.labels ?? {};
    kinds.set(JSON.stringify(Object.entries(labels).sort()), pod);
  }
  if (kinds.size === 0) {
    kinds.set('', undefined);
  }
  return [...kinds.values()].slice(0, LIMIT).map(pod => {
    const ip = pod?.status?.podIP;
    return {
      namespace: workload.namespace,
      labels: pod?.metadata.labels ?? workload.selector,
      serviceAccount: workload.serviceAccount,
      inMesh: workload.inMesh,
      ...(typeof ip === 'string' && { ip }),
    };
  });
}

/** Calls that try a port of a provider, one for each allowed operation. */
export function listCalls(options: {
  source: CallParty;
  destination: CallParty;
  provider: Workload;
  port: WorkloadPort;
  operations?: Operation[];
}): CallRequest[] {
  const { source, destination, provider, port } = options;
  const request: CallRequest = {
    source,
    destination: {
      ...destination,
      port: port.targetPort,
      servicePort: port.port,
      protocol: port.protocol,
      ...(provider.service && {
        service: `${provider.service}.${provider.namespace}`,
      }),
    },
  };
  if (port.protocol === 'tcp' || port.protocol === 'tls') {
    return [request];
  }
  return (options.operations ?? [{}])
    .slice(0, LIMIT)
    .flatMap(({ methods = ['GET'], paths = ['/'] }) =>
      methods.flatMap(method =>
        paths.map(path => ({
          ...request,
          http: { method, path: examplePath(path) },
        })),
      ),
    )
    .slice(0, LIMIT);
}

/** A path that a pattern of Istio matches. */
function examplePath(pattern: string): string {
  return pattern.replace(/\{\*\*?\}|\*/g, 'x');
}
