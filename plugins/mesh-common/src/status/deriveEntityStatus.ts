import type { Diagnostic } from '../model/types';
import type { ClusterView } from './ClusterView';
import type { EntityMeshStatus, WorkloadStatus } from './shown';
import { worstOf } from './summarize';

/** The status of an entity from those of its workloads. */
export function deriveEntityStatus(options: {
  entityRef: string;
  workloads: WorkloadStatus[];
  diagnostics: Diagnostic[];
  views: ReadonlyMap<string, { view: ClusterView }>;
  instant: string;
}): EntityMeshStatus {
  const { entityRef, workloads, diagnostics, views } = options;
  const passes = [...new Set(workloads.map(({ cluster }) => cluster))].map(
    cluster => views.get(cluster)?.view.pass,
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
