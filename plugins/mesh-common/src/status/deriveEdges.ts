import type { Edge, MeshModel, Workload } from '../model/types';
import { inSteps } from '../objects/steps';
import { listEdgeInputs } from './dependencies';
import { deriveEdgeStatus } from './deriveEdgeStatus';
import { deriveExternalEdgeStatus } from './deriveExternalEdgeStatus';
import type { KnownCluster } from './KnownCluster';
import type { Memory } from './Memory';
import type { EdgeStatus } from './shown';

/** The status of every edge; those that nothing changed of are the same. */
export function* deriveEdges(options: {
  model: MeshModel;
  clusters: ReadonlyMap<string, KnownCluster>;
  memory: Memory<EdgeStatus>;
}): Generator<undefined, EdgeStatus[]> {
  const { model, clusters, memory } = options;
  const workloads = new Map<string, Workload>(
    model.workloads.map(workload => [workload.key, workload]),
  );
  const externals = new Map(model.externals?.map(item => [item.key, item]));
  const granted = new Set(
    model.edges
      .filter(({ consent }) => consent.state === 'granted')
      .map(pairOf),
  );
  return yield* inSteps(model.edges, edge => {
    const isPartnerOf =
      edge.consent.state !== 'granted' && granted.has(pairOf(edge));
    const consumer = workloads.get(edge.consumer);
    const provider = workloads.get(edge.provider);
    const external = externals.get(edge.provider);
    const near = consumer && clusters.get(consumer.cluster);
    const keep = (known: KnownCluster, make: () => EdgeStatus) =>
      memory.keep(
        edge.key,
        consumer
          ? listEdgeInputs(
              { edge, consumer, provider, external, isPartnerOf },
              known,
            )
          : [{}],
        make,
      );
    if (external && near) {
      const { view } = near;
      const derive = () =>
        deriveExternalEdgeStatus({ edge, consumer, external, view });
      return [keep(near, derive)];
    }
    const far = provider && clusters.get(provider.cluster);
    return consumer && provider && far
      ? [
          keep(far, () =>
            deriveEdgeStatus({
              ...{ edge, consumer, provider, isPartnerOf },
              view: far.view,
            }),
          ),
        ]
      : [];
  });
}

function pairOf({ consumer, provider }: Edge): string {
  return `${consumer}>${provider}`;
}
