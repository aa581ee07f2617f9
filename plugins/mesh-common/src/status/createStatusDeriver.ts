import { groupBy, isEqual } from 'lodash';
import type { Diagnostic, MeshModel } from '../model/types';
import { finish, inSteps } from '../objects/steps';
import type { ClusterVersion } from './ClusterVersion';
import { listWorkloadInputs } from './dependencies';
import { deriveEdges } from './deriveEdges';
import { deriveEntityStatus } from './deriveEntityStatus';
import { deriveWorkloadStatus, instantOf } from './deriveWorkloadStatus';
import { createClusters, type KnownCluster } from './KnownCluster';
import { Memory } from './Memory';
import type { EdgeStatus, EntityMeshStatus, WorkloadStatus } from './shown';
import type { StatusSources } from './sources';

/** A status, and what stands for everything in it but its instants. @public */
export type DerivedStatus = {
  status: EntityMeshStatus;
  /**
   * The same value as long as the status says the same, but for the instants
   * of the pass (`passAt`, and `observedAt` of conditions).
   */
  content: object;
};

/** Derives the statuses of one pass after the other. @public */
export type StatusDeriver = (sources: StatusSources) => DerivedStatus[];

/**
 * The same in steps of some milliseconds each, for whoever lets others have a
 * turn in between; what is passed in must stay as it is meanwhile.
 *
 * @public
 */
export type StatusSteps = (
  sources: StatusSources,
) => Generator<undefined, DerivedStatus[]>;

type Memories = {
  versions: Map<string, ClusterVersion>;
  edges: Memory<EdgeStatus>;
  workloads: Memory<WorkloadStatus>;
  contents: Memory<object>;
};

/**
 * A `deriveStatuses` that remembers the pass before, and derives only what may
 * have changed since. The statuses are the same, byte for byte.
 *
 * @remarks
 *
 * Fast where workloads, edges and objects, desired and live, are the same
 * values as in the pass before; those that are not count as changed. Whatever
 * is passed in or handed out must not be changed.
 *
 * @public
 */
export function createStatusDeriver(): StatusDeriver {
  const steps = createStatusSteps();
  return sources => finish(steps(sources));
}

/** A {@link createStatusDeriver} that works in steps. @public */
export function createStatusSteps(): StatusSteps {
  let memories: Memories | undefined;
  return function* steps(sources) {
    const known = memories ?? {
      versions: new Map(),
      edges: new Memory<EdgeStatus>(isEqual),
      workloads: new Memory(saysTheSame),
      contents: new Memory(),
    };
    // Whatever fails must not leave half of a pass behind.
    memories = undefined;
    const derived = yield* derive(sources, known);
    known.edges.turn();
    known.workloads.turn();
    known.contents.turn();
    memories = known;
    return derived;
  };
}

function* derive(
  sources: StatusSources,
  memories: Memories,
): Generator<undefined, DerivedStatus[]> {
  const { model } = sources;
  const clusters = yield* createClusters(sources, memories.versions);
  yield;
  const diagnostics = groupBy(sources.diagnostics, d => d.entityRef);
  const workloads = groupBy(
    yield* deriveWorkloads({ model, diagnostics, clusters, memories }),
    ({ base }) => base.entityRef,
  );
  const refs = new Set([
    ...Object.keys(workloads),
    ...Object.keys(diagnostics),
  ]);
  return yield* inSteps([...refs].sort(), entityRef => {
    const own = workloads[entityRef] ?? [];
    const found = diagnostics[entityRef] ?? [];
    const status = deriveEntityStatus({
      entityRef,
      workloads: own.map(moveInstant),
      diagnostics: found,
      views: clusters,
      instant: model.instant,
    });
    const content = memories.contents.keep(
      entityRef,
      [
        status.staleSince,
        JSON.stringify(found),
        ...own.map(({ base }) => base),
      ],
      () => ({}),
    );
    return [{ status, content }];
  });
}

type Walk = {
  model: MeshModel;
  clusters: ReadonlyMap<string, KnownCluster>;
  memories: Memories;
};

/** A status as it was derived once, and the instant it is of now. */
type Moved = { base: WorkloadStatus; observedAt: string };

function* deriveWorkloads(
  walk: Walk & { diagnostics: Record<string, Diagnostic[]> },
): Generator<undefined, Moved[]> {
  const { model, clusters, memories, diagnostics } = walk;
  const memory = memories.edges;
  const edges = yield* deriveEdges({ model, clusters, memory });
  const inbound = groupBy(edges, edge => edge.provider.workloadKey);
  const outbound = groupBy(edges, edge => edge.consumer.workloadKey);
  return yield* inSteps(model.workloads, workload => {
    const cluster = clusters.get(workload.cluster);
    if (!cluster) {
      return [];
    }
    const found = diagnostics[workload.entityRef] ?? [];
    const around = {
      workload,
      inbound: inbound[workload.key] ?? [],
      outbound: outbound[workload.key] ?? [],
      instant: model.instant,
    };
    const base = memories.workloads.keep(
      workload.key,
      listWorkloadInputs(
        { ...around, diagnostics: JSON.stringify(found) },
        cluster,
      ),
      () =>
        deriveWorkloadStatus({
          ...around,
          view: cluster.view,
          diagnostics: found,
        }),
    );
    return [{ base, observedAt: instantOf(cluster.view, model.instant) }];
  });
}

/** Instants are moved on anyway. */
function saysTheSame(before: WorkloadStatus, now: WorkloadStatus): boolean {
  const [{ observedAt } = { observedAt: '' }] = before.conditions;
  return isEqual(before, moveInstant({ base: now, observedAt }));
}

function moveInstant({ base, observedAt }: Moved): WorkloadStatus {
  return base.conditions.every(item => item.observedAt === observedAt)
    ? base
    : {
        ...base,
        conditions: base.conditions.map(item => ({ ...item, observedAt })),
      };
}
