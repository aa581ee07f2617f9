import { effectiveMtls } from '../evaluate';
import type { Diagnostic, Workload } from '../model/types';
import type { ClusterView } from './ClusterView';
import { deriveConditions } from './conditions/deriveConditions';
import { deriveNameStatuses } from './deriveNameStatuses';
import { deriveLeftoverStatus, deriveObjectStatus } from './deriveObjectStatus';
import { listReadyPods } from './deriveReadiness';
import type { EdgeStatus, WorkloadStatus } from './shown';
import { summarizeWorkload } from './summarize';
import type { WorkloadContext } from './WorkloadContext';

/** What is needed to tell of one workload. */
export type WorkloadStatusOptions = {
  workload: Workload;
  view: ClusterView;
  /** Of the entity. */
  diagnostics: readonly Diagnostic[];
  inbound: readonly EdgeStatus[];
  outbound: readonly EdgeStatus[];
  instant: string;
};

/** Everything there is to say about one workload. */
export function deriveWorkloadStatus(
  options: WorkloadStatusOptions,
): WorkloadStatus {
  const { workload, view, inbound, outbound } = options;
  const isRetiring = workload.retiring !== undefined;
  const objects = view
    .objectsOf(workload.key)
    .map(({ object }) => deriveObjectStatus(object, view, isRetiring));
  const context: WorkloadContext = {
    ...options,
    objects,
    names: deriveNameStatuses({ workload, view, objects }),
    mtls: deriveMtls(workload, view),
  };
  const conditions = deriveConditions(
    context,
    instantOf(view, options.instant),
  );
  const namespace = view.namespace(workload.namespace);
  return {
    key: workload.key,
    entityRef: workload.entityRef,
    ...(workload.owner && { owner: workload.owner }),
    cluster: workload.cluster,
    namespace: workload.namespace,
    serviceAccount: workload.serviceAccount,
    ports: workload.ports,
    stage: namespace?.stage ?? 'off',
    step: namespace?.step ?? 'authorization',
    ...(workload.retiring && { retiring: workload.retiring }),
    mtls: context.mtls,
    conditions,
    inbound: [...inbound],
    outbound: [...outbound],
    objects: [...objects, ...listLeftovers(workload, view)],
    names: [...context.names],
    ...summarizeWorkload(context, conditions),
  };
}

/** When what is told of a cluster was so. */
export function instantOf({ pass }: ClusterView, instant: string): string {
  return pass?.snapshot?.readAt ?? pass?.finishedAt ?? instant;
}

function listLeftovers(workload: Workload, view: ClusterView) {
  return view
    .leftoversAt(workload)
    .map(live => deriveLeftoverStatus(live, view));
}

const strictness = ['DISABLE', 'PERMISSIVE', 'STRICT'];

/** The least strict mode among the ports of a workload. */
function deriveMtls(
  workload: Workload,
  view: ClusterView,
): WorkloadStatus['mtls'] {
  const { world } = view;
  if (!world) {
    return { mode: 'unknown', source: 'not read' };
  }
  const { namespace } = workload;
  const [pod] = listReadyPods(workload, view);
  const labels = pod?.metadata.labels ?? workload.selector;
  const modes =
    workload.ports.length > 0
      ? workload.ports.map(({ targetPort: port }) =>
          effectiveMtls(world, { namespace, labels, port }),
        )
      : [effectiveMtls(world, { namespace, labels })];
  return modes.reduce((worst, next) =>
    strictness.indexOf(next.mode) < strictness.indexOf(worst.mode)
      ? next
      : worst,
  );
}
