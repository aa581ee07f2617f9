import { compileCluster } from '../../compile';
import {
  type CallParty,
  type CallRequest,
  evaluate,
  indexWorld,
  type World,
} from '../../evaluate';
import type {
  ClusterConfig,
  Edge,
  MeshModel,
  Workload,
  WorkloadPort,
} from '../../model/types';
import type { MeshObject } from '../../objects';

/** The layers of a compiled cluster, each for itself and all together. */
export type Layers = Record<'network' | 'authorization' | 'all', World>;

/** A call of one workload to a port of another, or from a gateway. */
export type Call = {
  source: CallParty;
  provider: Workload;
  port: Pick<WorkloadPort, 'port' | 'targetPort' | 'protocol'>;
  http?: CallRequest['http'];
};

/** A port that nobody declares. */
export const CLOSED = {
  name: 'closed',
  port: 9999,
  targetPort: 9999,
  protocol: 'http' as const,
};

const judged = [
  'AuthorizationPolicy',
  'DestinationRule',
  'PeerAuthentication',
  'RequestAuthentication',
];

const kindsOf = {
  network: ['NetworkPolicy', 'Namespace'],
  authorization: judged,
  all: ['NetworkPolicy', 'Namespace', ...judged],
};

/** What the compiler makes of a model, ready to be asked. */
export function layersOf(model: MeshModel, cluster: ClusterConfig): Layers {
  const compiled = compileCluster(model, cluster.name).objects.map(
    ({ object }) => (object.kind === 'Namespace' ? asStored(object) : object),
  );
  const { rootNamespace, trustDomain } = cluster;
  const namespaces = ['kube-system', rootNamespace, ...gatewayHomes(cluster)];
  const objects = [...compiled, ...namespaces.map(name => namespace(name))];
  const only = (kinds: string[]) =>
    indexWorld(
      objects.filter(({ kind }) => kinds.includes(kind)),
      { rootNamespace, trustDomain },
    );
  return {
    network: only(kindsOf.network),
    authorization: only(kindsOf.authorization),
    all: only(kindsOf.all),
  };
}

/** A pod of a workload, as the mesh and the network see it. */
export function podOf(workload: Workload): CallParty {
  const { namespace: home, selector, serviceAccount, inMesh } = workload;
  const labels = { ...selector, 'pod-template-hash': '5d4c7b9f6' };
  return { namespace: home, labels, serviceAccount, inMesh };
}

/** A pod of a gateway of the cluster. */
export function gatewayPod(
  cluster: ClusterConfig,
  name: 'public' | 'internal',
): CallParty {
  const config = cluster.gateways[name];
  return {
    namespace: config?.namespace ?? '',
    labels: { ...config?.selector },
    serviceAccount: config?.serviceAccount,
    inMesh: true,
    gateway: true,
  };
}

/** True, false, or `unknown`, which no test here expects. */
export function isAllowed(world: World, call: Call): boolean | 'unknown' {
  const { source, provider, port, http } = call;
  const { decision } = evaluate(world, {
    source,
    destination: {
      ...podOf(provider),
      port: port.targetPort,
      servicePort: port.port,
      protocol: port.protocol,
      service: `${provider.service}.${provider.namespace}`,
    },
    ...(http && { http }),
  });
  return decision === 'unknown' ? decision : decision === 'allow';
}

/** True when a granted edge covers the call. */
export function isGranted(edges: readonly Edge[], call: Call): boolean {
  const { http, port } = call;
  return edges.some(
    ({ ports, operations = [{}] }) =>
      ports.some(({ targetPort }) => targetPort === port.targetPort) &&
      operations.some(
        ({ methods, paths }) =>
          (!methods || methods.includes(http?.method ?? '')) &&
          (!paths || paths.some(pattern => matches(pattern, http?.path ?? ''))),
      ),
  );
}

/** Said once more, and differently, than the evaluator says it. */
function matches(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/[.+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{\*\*\}/g, '.*')
    .replace(/\{\*\}/g, '[^/]+')
    .replace(/([^.\]])\*$/, '$1.*');
  return new RegExp(`^${source}$`).test(path);
}

function gatewayHomes({ gateways }: ClusterConfig): string[] {
  return [
    ...new Set(Object.values(gateways).flatMap(item => item?.namespace ?? [])),
  ];
}

function namespace(name: string): MeshObject {
  return asStored({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

/** The API server labels every namespace with its name. */
function asStored(object: MeshObject): MeshObject {
  const { metadata } = object;
  const labels = {
    ...metadata.labels,
    'kubernetes.io/metadata.name': metadata.name,
  };
  return { ...object, metadata: { ...metadata, labels } };
}
