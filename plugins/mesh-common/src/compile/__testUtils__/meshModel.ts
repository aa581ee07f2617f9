import { cluster } from '../../testUtils';
import type {
  ClusterConfig,
  Edge,
  ExternalService,
  MeshModel,
  MeshNamespace,
  Workload,
  WorkloadPort,
} from '../../model/types';

const CLUSTER = 'shop-weu';
const HTTP: WorkloadPort = {
  ...{ name: 'http', port: 80, targetPort: 8080 },
  protocol: 'http',
};

/** What a test says about a workload; the rest has sensible values. */
export type WorkloadOptions = Partial<Workload> & { name: string };

/** What a test says about an edge, by names. */
export type EdgeOptions = Partial<
  Pick<Edge, 'operations' | 'provenance' | 'window'>
> & {
  from: string;
  to: string;
  /** Names of ports; all without `scrape` when absent. */
  ports?: string[];
  state?: Edge['consent']['state'];
  approvalId?: string;
};

/** What a test says about a model. */
export type ModelOptions = Partial<
  Pick<MeshModel, 'guardrails' | 'instance'>
> & {
  cluster?: Partial<ClusterConfig>;
  workloads?: WorkloadOptions[];
  edges?: EdgeOptions[];
  externals?: Array<Partial<ExternalService> & { name: string }>;
  /** By name; those of all workloads are enforced in full. */
  namespaces?: Record<string, Partial<MeshNamespace>>;
};

/** A bound workload that lives in a namespace of its own name. */
export function workload(options: WorkloadOptions): Workload {
  const { name, ...given } = options;
  const kind = given.ports?.some(port => port.protocol === 'tcp')
    ? 'resource'
    : 'component';
  const entityRef = given.entityRef ?? `${kind}:default/${name}`;
  const namespace = given.namespace ?? name;
  return {
    ...{ key: `${entityRef}@${CLUSTER}/${namespace}`, entityRef, namespace },
    ...{ cluster: CLUSTER, serviceAccount: name, selector: { app: name } },
    ...{ service: name, ports: [HTTP], inMesh: true, expose: [], dns: [] },
    binding: { state: 'bound', bindingId: '1', message: '' },
    lastGood: false,
    ...given,
  };
}

/** A model of one cluster, made by hand. */
export function meshModel(options: ModelOptions): MeshModel {
  const workloads = (options.workloads ?? []).map(workload);
  const externals = (options.externals ?? []).map(toExternal);
  const named = new Map<string, Workload | ExternalService>([
    ...workloads.map(item => [nameIn(item.entityRef), item] as const),
    ...externals.map(item => [nameIn(item.entityRef), item] as const),
  ]);
  const names = new Set([
    ...workloads.map(({ namespace }) => namespace),
    ...Object.keys(options.namespaces ?? {}),
  ]);
  return {
    instant: '2026-11-23T12:00:00.000Z',
    instance: options.instance ?? 'test',
    clusters: [cluster(options.cluster)],
    workloads: workloads.sort(byKey),
    edges: (options.edges ?? []).map(edge => toEdge(edge, named)).sort(byKey),
    externals: externals.sort(byKey),
    guardrails: options.guardrails,
    namespaces: [...names].sort().map(name => ({
      ...{ cluster: CLUSTER, name, stage: 'enforce', step: 'network' },
      ...options.namespaces?.[name],
    })),
    newBindings: [],
  };
}

function toEdge(
  given: EdgeOptions,
  named: ReadonlyMap<string, Workload | ExternalService>,
): Edge {
  const { from, to, ports, state = 'granted', approvalId, ...rest } = given;
  const [consumer, provider] = [named.get(from), named.get(to)];
  if (!consumer || !provider) {
    throw new Error(`No '${from}' or no '${to}' in the model`);
  }
  const targetRef = provider.entityRef;
  return {
    key: `${consumer.key}>${provider.key}#${targetRef}`,
    ...{ consumer: consumer.key, provider: provider.key, targetRef },
    relation: 'dependsOn',
    ports: provider.ports.filter(port =>
      ports ? ports.includes(port.name) : !port.scrape,
    ),
    consent: {
      ...{ state, reason: 'AccessRule', message: '' },
      ...(approvalId && { approvalId }),
    },
    ...{ provenance: 'declared', pointer: '' },
    ...rest,
  };
}

function toExternal({
  name,
  ...given
}: Partial<ExternalService> & { name: string }): ExternalService {
  const entityRef = `resource:default/${name}`;
  const port = { name: 'tls', port: 443, targetPort: 443 };
  return {
    ...{ key: `${entityRef}@${CLUSTER}`, entityRef, cluster: CLUSTER },
    hosts: [`api.${name}.example.com`],
    ports: [{ ...port, protocol: 'tls' }],
    ...given,
  };
}

function nameIn(entityRef: string): string {
  return entityRef.split('/').pop() ?? '';
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}
