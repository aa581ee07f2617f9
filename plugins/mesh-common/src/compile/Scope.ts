import { groupBy } from '../model/build/groupBy';
import type {
  ClusterConfig,
  Edge,
  ExternalService,
  Guardrail,
  MeshModel,
  MeshNamespace,
  Workload,
} from '../model/types';
import { type GatewayHost, listGatewayHosts } from './gateways';
import type { Limits } from './rules/callerRules';
import { toExpressible } from './rules/expressible';
import { type Marks, marksOf } from './marks';
import { principalOf } from './rules/principals';
import { type Effect, effectOf } from './stages';

/** The part of a model that takes effect in one cluster, indexed. */
export type Scope = {
  instance: string;
  cluster: ClusterConfig;
  /** Namespaces whose rollout has begun, by name. */
  namespaces: Map<string, MeshNamespace>;
  /** What is in force in them, by name. */
  effects: Map<string, Effect>;
  /** Bound workloads, by key; also those in namespaces that are off. */
  workloads: Map<string, Workload>;
  /** What objects say of them, by key. */
  marks: Map<string, Marks>;
  /** Identities of those that have one that others see, by key. */
  principals: Map<string, string>;
  /** Bound workloads in namespaces whose rollout has begun, by namespace. */
  active: Map<string, Workload[]>;
  /** Granted edges between bound workloads, by the key of one side. */
  inbound: Map<string, Edge[]>;
  outbound: Map<string, Edge[]>;
  /** Granted edges to hosts outside the cluster, by consumer. */
  egress: Map<string, Edge[]>;
  externals: Map<string, ExternalService>;
  /** Those that deny in this cluster. */
  guardrails: Guardrail[];
  /** Hosts at gateways, in order. */
  hosts: GatewayHost[];
  /**
   * Names besides that of its Service under which a workload is called inside
   * the mesh, as `namespace/host`, by workload.
   */
  meshHosts: Map<string, string[]>;
  /** What was made out of the limits of edges, by their text. */
  limits: Map<string, Limits>;
};

/** Leaves out whatever must not show in any object. */
export function scopeTo(
  model: MeshModel,
  clusterName: string,
): Scope | undefined {
  const cluster = model.clusters.find(item => item.name === clusterName);
  if (!cluster) {
    return undefined;
  }
  const here = <T extends { cluster: string }>(items: readonly T[] = []) =>
    items.filter(item => item.cluster === clusterName);
  const namespaces = new Map<string, MeshNamespace>();
  const effects = new Map<string, Effect>();
  for (const namespace of here(model.namespaces)) {
    const effect = effectOf(namespace);
    if (effect) {
      namespaces.set(namespace.name, namespace);
      effects.set(namespace.name, effect);
    }
  }
  const bound = here(model.workloads)
    .filter(item => item.binding.state === 'bound')
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const workloads = new Map(bound.map(item => [item.key, item]));
  const externals = new Map(here(model.externals).map(e => [e.key, e]));
  const active = bound.filter(item => namespaces.has(item.namespace));
  const hosts = listScopeHosts({ cluster, effects }, active);
  return {
    instance: model.instance,
    cluster,
    namespaces,
    effects,
    workloads,
    marks: new Map(bound.map(item => [item.key, marksOf(item)])),
    principals: new Map(
      bound
        .filter(item => item.inMesh)
        .map(item => [item.key, principalOf(cluster, item)]),
    ),
    active: groupBy(active, item => item.namespace),
    ...sortEdges(model.edges, workloads, externals),
    externals,
    guardrails: (model.guardrails ?? []).filter(
      ({ effect, environment = '*' }) =>
        effect === 'deny' && ['*', cluster.environment].includes(environment),
    ),
    hosts,
    meshHosts: listMeshHosts(hosts),
    limits: new Map(),
  };
}

/** Hosts that lead to workloads whose policies hold; in the order of keys. */
export function listScopeHosts(
  { cluster, effects }: Pick<Scope, 'cluster' | 'effects'>,
  active: readonly Workload[],
): GatewayHost[] {
  return listGatewayHosts(
    cluster,
    active.filter(
      item => effects.get(item.namespace)?.authorization === 'enforced',
    ),
  );
}

/** What is in force where a workload lives. */
export function effectAt(scope: Scope, workload: Workload): Effect {
  return (
    scope.effects.get(workload.namespace) ?? {
      authorization: 'none',
      mtls: 'PERMISSIVE',
      network: false,
    }
  );
}

function sortEdges(
  edges: readonly Edge[],
  workloads: Map<string, Workload>,
  externals: Map<string, ExternalService>,
): Pick<Scope, 'inbound' | 'outbound' | 'egress'> {
  const between: Edge[] = [];
  const egress: Edge[] = [];
  for (const edge of edges) {
    const placed = placeEdge(edge, { workloads, externals });
    if (placed) {
      (placed.place === 'egress' ? egress : between).push(placed.edge);
    }
  }
  return {
    inbound: groupBy(between, edge => edge.provider),
    outbound: groupBy(between, edge => edge.consumer),
    egress: groupBy(egress, edge => edge.consumer),
  };
}

/** An edge that takes effect, between workloads or to the outside. */
export type PlacedEdge = { place: 'between' | 'egress'; edge: Edge };

/** What shows of an edge; undefined when it takes no effect. */
export function placeEdge(
  edge: Edge,
  { workloads, externals }: Pick<Scope, 'workloads' | 'externals'>,
): PlacedEdge | undefined {
  if (edge.consent.state !== 'granted' || !workloads.has(edge.consumer)) {
    return undefined;
  }
  const isOutside = externals.has(edge.provider);
  if (!isOutside && !canMeet(edge, workloads)) {
    return undefined;
  }
  const shown = toExpressible(edge);
  return shown && { place: isOutside ? 'egress' : 'between', edge: shown };
}

/** A caller without a proxy has no identity that one with a proxy could see. */
function canMeet(
  { consumer, provider }: Edge,
  workloads: ReadonlyMap<string, Workload>,
): boolean {
  const called = workloads.get(provider);
  return (
    called !== undefined &&
    (!called.inMesh || workloads.get(consumer)?.inMesh === true)
  );
}

export function listMeshHosts(
  hosts: readonly GatewayHost[],
): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const { host, mesh, namespace, routes } of hosts) {
    for (const { workload } of mesh ? routes : []) {
      const known = names.get(workload.key) ?? [];
      names.set(workload.key, [...known, `${namespace}/${host}`]);
    }
  }
  return names;
}
