import { groupBy } from '../model/build/groupBy';
import type {
  ClusterConfig,
  Edge,
  MeshModel,
  MeshNamespace,
  Workload,
} from '../model/types';

/** The part of a model that takes effect in one cluster, indexed. */
export type Scope = {
  instance: string;
  cluster: ClusterConfig;
  /** Namespaces whose rollout has begun, by name. */
  namespaces: Map<string, MeshNamespace>;
  /** Bound workloads, by key; also those in namespaces that are off. */
  workloads: Map<string, Workload>;
  /** Bound workloads in namespaces whose rollout has begun. */
  active: Workload[];
  /** Granted edges between bound workloads, by the key of one side. */
  inbound: Map<string, Edge[]>;
  outbound: Map<string, Edge[]>;
};

const STEPS = ['authorization', 'mtls', 'network'] as const;

/** Leaves out whatever must not show in any object. */
export function scopeTo(
  model: MeshModel,
  clusterName: string,
): Scope | undefined {
  const cluster = model.clusters.find(item => item.name === clusterName);
  if (!cluster) {
    return undefined;
  }
  const namespaces = new Map(
    model.namespaces
      .filter(item => item.cluster === clusterName && item.stage === 'enforce')
      .map(item => [item.name, item]),
  );
  const workloads = new Map(
    model.workloads
      .filter(
        item => item.cluster === clusterName && item.binding.state === 'bound',
      )
      .map(item => [item.key, item]),
  );
  const edges = model.edges.filter(
    edge =>
      edge.consent.state === 'granted' &&
      workloads.has(edge.consumer) &&
      workloads.has(edge.provider),
  );
  return {
    instance: model.instance,
    cluster,
    namespaces,
    workloads,
    active: [...workloads.values()].filter(item =>
      namespaces.has(item.namespace),
    ),
    inbound: groupBy(edges, edge => edge.provider),
    outbound: groupBy(edges, edge => edge.consumer),
  };
}

/** True when the rollout of a namespace got at least this far. */
export function hasReached(
  namespace: MeshNamespace | undefined,
  step: MeshNamespace['step'],
): boolean {
  return (
    namespace !== undefined &&
    STEPS.indexOf(namespace.step) >= STEPS.indexOf(step)
  );
}
