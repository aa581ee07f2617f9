import { groupBy } from 'lodash';
import type { Diagnostic, MeshModel, Workload } from '../model/types';
import type { CompiledCluster } from '../objects/compiled';
import { ClusterView } from './ClusterView';
import { deriveEdgeStatus } from './deriveEdgeStatus';
import { deriveExternalEdgeStatus } from './deriveExternalEdgeStatus';
import { deriveWorkloadStatus } from './deriveWorkloadStatus';
import type { PassResult } from './pass';
import type { EdgeStatus, EntityMeshStatus, WorkloadStatus } from './shown';
import { worstOf } from './summarize';

/**
 * Tells of every entity how far its declaration is in the mesh, from what
 * was compiled and what the last pass over each cluster read back.
 *
 * @remarks
 *
 * Nothing is `in-force` unless the evaluator says so on objects that were
 * read back from the cluster.
 *
 * @public
 */
export function deriveStatuses(options: {
  model: MeshModel;
  diagnostics: readonly Diagnostic[];
  compiled: readonly CompiledCluster[];
  passes: readonly PassResult[];
  /** How long proxies may take to follow a change. */
  settleSeconds: number;
}): EntityMeshStatus[] {
  const { model } = options;
  const views = createViews(options);
  const diagnostics = groupBy(options.diagnostics, d => d.entityRef);
  const edges = deriveEdges(model, views);
  const inbound = groupBy(edges, edge => edge.provider.workloadKey);
  const outbound = groupBy(edges, edge => edge.consumer.workloadKey);
  const workloads = groupBy(
    model.workloads.flatMap(workload => {
      const view = views.get(workload.cluster);
      return view
        ? deriveWorkloadStatus({
            workload,
            view,
            diagnostics: diagnostics[workload.entityRef] ?? [],
            inbound: inbound[workload.key] ?? [],
            outbound: outbound[workload.key] ?? [],
            instant: model.instant,
          })
        : [];
    }),
    workload => workload.entityRef,
  );
  const refs = new Set([
    ...Object.keys(workloads),
    ...Object.keys(diagnostics),
  ]);
  return [...refs].sort().map(entityRef =>
    deriveEntityStatus({
      entityRef,
      workloads: workloads[entityRef] ?? [],
      diagnostics: diagnostics[entityRef] ?? [],
      views,
      instant: model.instant,
    }),
  );
}

function createViews(options: {
  model: MeshModel;
  compiled: readonly CompiledCluster[];
  passes: readonly PassResult[];
  settleSeconds: number;
}): Map<string, ClusterView> {
  const { model, settleSeconds } = options;
  const names = new Set([
    ...model.clusters.map(({ name }) => name),
    ...model.workloads.map(({ cluster }) => cluster),
  ]);
  return new Map(
    [...names].map(name => [
      name,
      new ClusterView({
        name,
        model,
        compiled: options.compiled.find(({ cluster }) => cluster === name),
        pass: options.passes.find(({ cluster }) => cluster === name),
        settleSeconds,
      }),
    ]),
  );
}

function deriveEdges(
  model: MeshModel,
  views: ReadonlyMap<string, ClusterView>,
): EdgeStatus[] {
  const workloads = new Map<string, Workload>(
    model.workloads.map(workload => [workload.key, workload]),
  );
  const externals = new Map(model.externals?.map(item => [item.key, item]));
  return model.edges.flatMap(edge => {
    const consumer = workloads.get(edge.consumer);
    const provider = workloads.get(edge.provider);
    const external = externals.get(edge.provider);
    const near = consumer && views.get(consumer.cluster);
    if (external && near) {
      return deriveExternalEdgeStatus({ edge, consumer, external, view: near });
    }
    const view = provider && views.get(provider.cluster);
    return consumer && provider && view
      ? deriveEdgeStatus({ edge, consumer, provider, view })
      : [];
  });
}

function deriveEntityStatus(options: {
  entityRef: string;
  workloads: WorkloadStatus[];
  diagnostics: Diagnostic[];
  views: ReadonlyMap<string, ClusterView>;
  instant: string;
}): EntityMeshStatus {
  const { entityRef, workloads, diagnostics, views } = options;
  const passes = [...new Set(workloads.map(({ cluster }) => cluster))].map(
    cluster => views.get(cluster)?.pass,
  );
  const finished = passes.flatMap(pass => pass?.finishedAt ?? []).sort();
  const silent = passes
    .flatMap(pass =>
      pass && !pass.snapshot ? pass.lastReadAt ?? pass.finishedAt : [],
    )
    .sort();
  return {
    entityRef,
    passAt: finished[finished.length - 1] ?? options.instant,
    ...(silent.length > 0 && { staleSince: silent[0] }),
    workloads,
    diagnostics,
    ...summarizeEntity(workloads, diagnostics),
  };
}

function summarizeEntity(
  workloads: readonly WorkloadStatus[],
  diagnostics: readonly Diagnostic[],
) {
  const worst = worstOf(workloads);
  if (workloads.length > 0) {
    return { summary: worst.summary, sentence: worst.sentence };
  }
  const first =
    diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  return {
    summary: 'attention' as const,
    sentence: `Not in the mesh: ${
      first?.message ?? 'nothing could be read of it'
    }`,
  };
}
