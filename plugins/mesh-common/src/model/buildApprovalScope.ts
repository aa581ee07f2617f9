import { toOperation } from './build/asks';
import type {
  ApprovalParty,
  ApprovalScope,
  Edge,
  MeshModel,
  Workload,
} from './types';

/**
 * What an approver of a request sees now, and so what a decision covers;
 * undefined when there is no such request.
 *
 * @public
 */
export function buildApprovalScope(
  model: MeshModel,
  request: { consumerRef: string; providerRef: string; environment: string },
): ApprovalScope | undefined {
  const clusters = new Set(
    model.clusters
      .filter(({ environment }) =>
        ['*', environment].includes(request.environment),
      )
      .map(cluster => cluster.name),
  );
  const workloads = new Map(
    model.workloads
      .filter(
        ({ cluster, binding }) =>
          clusters.has(cluster) && binding.state === 'bound',
      )
      .map(workload => [workload.key, workload]),
  );
  const edges = model.edges.filter(
    edge =>
      workloads.get(edge.consumer)?.entityRef === request.consumerRef &&
      workloads.get(edge.provider)?.entityRef === request.providerRef,
  );
  if (edges.length === 0) {
    return undefined;
  }
  const operation = unite(edges);
  const party = (ref: string) => describeParty([...workloads.values()], ref);
  return {
    consumer: party(request.consumerRef),
    provider: party(request.providerRef),
    ports: unique(edges.flatMap(edge => edge.ports.map(port => port.name))),
    ...(operation && { operation }),
  };
}

function describeParty(
  workloads: Workload[],
  entityRef: string,
): ApprovalParty {
  const own = workloads.filter(workload => workload.entityRef === entityRef);
  const { owner, location } = own[0];
  return {
    entityRef,
    ...(owner && { owner }),
    ...(location && { location }),
    identities: unique(
      own.map(item => `${item.namespace}/${item.serviceAccount}`),
    ),
  };
}

/** The smallest operation that covers all edges; absent: everything. */
function unite(edges: Edge[]) {
  const all = (key: 'methods' | 'paths') =>
    edges.every(edge => edge.operation?.[key])
      ? unique(edges.flatMap(edge => edge.operation?.[key] ?? []))
      : undefined;
  return toOperation(all('methods'), all('paths'));
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
