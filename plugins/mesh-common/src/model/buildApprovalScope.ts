import { canonicalJson } from '../objects/canonicalJson';
import { groupBy } from './build/groupBy';
import { identityOf } from './build/Provider';
import { isEverything, unite } from './operations/operations';
import type {
  ApprovalParty,
  ApprovalPart,
  ApprovalScope,
  Edge,
  ExternalService,
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
  const externals = new Map(model.externals?.map(item => [item.key, item]));
  const edges = model.edges.filter(
    edge =>
      workloads.get(edge.consumer)?.entityRef === request.consumerRef &&
      (workloads.get(edge.provider) ?? externals.get(edge.provider))
        ?.entityRef === request.providerRef &&
      isDecidable(edge),
  );
  if (edges.length === 0) {
    return undefined;
  }
  const outside = edges.flatMap(edge => externals.get(edge.provider) ?? []);
  const remote = new Set(outside.map(({ workload }) => workload));
  const bound = [...workloads.values()];
  const [first, ...also] = listParts(edges);
  return {
    consumer: describeParty(
      request.consumerRef,
      bound.filter(item => item.entityRef === request.consumerRef),
    ),
    provider: describeParty(
      request.providerRef,
      model.workloads.filter(
        ({ key, entityRef }) =>
          remote.has(key) ||
          (workloads.has(key) && entityRef === request.providerRef),
      ),
      outside.filter(({ workload }) => workload === undefined),
    ),
    ...first,
    ...(also.length > 0 && { also }),
  };
}

/** Nobody can say yes to what is not known, or no to what is denied. */
function isDecidable({ consent }: Edge): boolean {
  return !['ContractUnreadable', 'Guardrail'].includes(consent.reason);
}

function describeParty(
  entityRef: string,
  workloads: Workload[],
  externals: ExternalService[] = [],
): ApprovalParty {
  const { owner, location } = workloads[0] ?? externals[0];
  return {
    entityRef,
    ...(owner && { owner }),
    ...(location && { location }),
    identities: unique([
      ...workloads.map(identityOf),
      ...externals.flatMap(({ hosts }) => hosts),
    ]),
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
