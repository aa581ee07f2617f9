import { canonicalJson } from '../objects/canonicalJson';
import { groupBy } from './build/groupBy';
import { isEverything, unite } from './operations/operations';
import type {
  ApprovalParty,
  ApprovalPart,
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
  const party = (ref: string) => describeParty([...workloads.values()], ref);
  const [first, ...also] = listParts(edges);
  return {
    consumer: party(request.consumerRef),
    provider: party(request.providerRef),
    ...first,
    ...(also.length > 0 && { also }),
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

/**
 * As few parts as say exactly what the edges ask: neither ports nor
 * operations of one edge are lent to another.
 */
function listParts(edges: Edge[]): ApprovalPart[] {
  const samePorts = groupBy(edges, ({ ports, window }) =>
    canonicalJson([unique(ports.map(port => port.name)), window ?? null]),
  );
  const parts = [...samePorts.values()].map(toPart);
  const sameLimits = groupBy(parts, ({ ports: _, ...limits }) =>
    canonicalJson(limits),
  );
  return [...sameLimits]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [part, ...others]]) => ({
      ...part,
      ports: unique([part, ...others].flatMap(({ ports }) => ports)),
    }));
}

function toPart(edges: Edge[]): ApprovalPart {
  const [{ ports, window }] = edges;
  const apis = unique(
    edges.flatMap(edge => (edge.wholeApi ? edge.targetRef : [])),
  );
  const named = edges.filter(edge => !edge.wholeApi);
  const operations = unite(...named.map(edge => edge.operations ?? [{}]));
  return {
    ports: unique(ports.map(port => port.name)),
    ...(!isEverything(operations) && {
      ...(operations.length > 0 && { operations }),
      ...(apis.length > 0 && { apis }),
    }),
    ...(window && { window }),
  };
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
