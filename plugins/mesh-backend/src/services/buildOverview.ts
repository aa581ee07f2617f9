import type {
  Binding,
  NamespaceStage,
  OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import type { PassSummary, StatusSummary, StoredCustody } from '../database';
import type { ManagedCluster } from '../reconcile';
import { toCustodyStatus } from './custody/toCustodyStatus';

type WorkloadSummary = StatusSummary['workloads'][number];

/** The state of everything at a glance. */
export function buildOverview(records: {
  clusters: readonly ManagedCluster[];
  statuses: StatusSummary[];
  passes: PassSummary[];
  stages: NamespaceStage[];
  bindings: Binding[];
  custodies: StoredCustody[];
  /** Of this installation. */
  instance: string;
}): OverviewResponse {
  const { clusters, statuses, passes, stages, bindings } = records;
  const workloads = statuses.flatMap(status => status.workloads);
  return {
    clusters: clusters.filter(isInService).map(managed => {
      const isOfIt = ({ cluster }: { cluster: string }) =>
        cluster === managed.name;
      const pass = passes.find(isOfIt);
      const custody = records.custodies.find(isOfIt);
      const { instance } = records;
      return {
        ...describeCluster(managed, pass),
        custody: toCustodyStatus({ instance, custody, pass }),
      };
    }),
    namespaces: listNamespaces(workloads, stages),
    requests: statuses.flatMap(status => status.requests),
    retiring: listRetiring(statuses),
    bindings,
    unbound: listUnbound(workloads),
    allowed: { bind: true, adopt: true, confirmRetiring: true },
  };
}

/** One that is made or taken down does not answer, and nobody expects it to. */
function isInService({ lifecycle }: ManagedCluster): boolean {
  return lifecycle === undefined || lifecycle === 'ready';
}

function describeCluster(
  managed: ManagedCluster,
  pass: PassSummary | undefined,
): OverviewResponse['clusters'][number] {
  const base = {
    name: managed.name,
    environment: managed.environment,
    dnsZone: managed.config?.dnsZone,
    ...(managed.lifecycle && { lifecycle: managed.lifecycle }),
    lastPassAt: pass?.finishedAt,
    lastReadAt: pass?.lastReadAt,
    changes: pass?.changes ?? 0,
    failed: pass?.failed ?? 0,
  };
  if (managed.problem) {
    return { ...base, state: 'unreachable', message: managed.problem };
  }
  return {
    ...base,
    state: pass?.state ?? 'unknown',
    message: pass?.message ?? 'The first pass has yet to be made',
  };
}

function listNamespaces(
  workloads: WorkloadSummary[],
  stages: NamespaceStage[],
): OverviewResponse['namespaces'] {
  const found = new Map<string, OverviewResponse['namespaces'][number]>();
  for (const { cluster, namespace, stage, step } of stages) {
    found.set(`${cluster}/${namespace}`, {
      cluster,
      namespace,
      stage,
      step,
      workloads: 0,
    });
  }
  for (const workload of workloads) {
    const { cluster, namespace, stage, step, owner } = workload;
    const key = `${cluster}/${namespace}`;
    const entry = found.get(key) ?? {
      cluster,
      namespace,
      stage,
      step,
      workloads: 0,
    };
    const known = isBound(workload) ? owner : undefined;
    found.set(key, {
      ...entry,
      owner: entry.owner ?? known,
      workloads: entry.workloads + 1,
    });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ns]) => ns);
}

function listRetiring(statuses: StatusSummary[]): OverviewResponse['retiring'] {
  return statuses.flatMap(({ entityRef, workloads }) => {
    const retiring = workloads.flatMap(workload => workload.retiring ?? []);
    const [first] = retiring;
    return first ? [{ entityRef, workloads: retiring.length, ...first }] : [];
  });
}

function listUnbound(
  workloads: WorkloadSummary[],
): OverviewResponse['unbound'] {
  return workloads.flatMap(workload => {
    const { entityRef, key, cluster, namespace, owner, bound } = workload;
    return bound?.status === 'false'
      ? [
          {
            entityRef,
            workloadKey: key,
            cluster,
            namespace,
            owner,
            message: bound.message,
          },
        ]
      : [];
  });
}

/** True when the namespace of a workload is known to be its owner's. */
export function isBound({ bound }: WorkloadSummary): boolean {
  return bound?.status === 'true';
}
