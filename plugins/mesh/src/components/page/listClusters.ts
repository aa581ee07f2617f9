import type {
  ClustersResponse,
  MeshClusterSpec,
  OverviewResponse,
  ProvisionedCluster,
  RunsResponse,
} from '@meshwright/plugin-mesh-common';

export type RunSummary = RunsResponse['items'][number];

/** What a card says of a cluster. */
export type ClusterSummary = {
  name: string;
  environment: string;
  /** Absent of one that was neither made nor adopted from a template. */
  lifecycle?: ProvisionedCluster['state'];
  dnsZone?: string;
  /** What it was made of, for who may read it. */
  spec?: MeshClusterSpec;
  /** Absent before the first pass knows of it. */
  passes?: OverviewResponse['clusters'][number];
  /** `unknown` while the runs cannot be read. */
  lastRun?: RunSummary | 'unknown';
};

/** Clusters under management and those that are on their way. */
export function listClusters(
  overview: OverviewResponse,
  known?: { clusters: ClustersResponse['items']; runs: RunSummary[] },
): ClusterSummary[] {
  const lastRunOf = (name: string) =>
    known ? newestRun(known.runs, name) : ('unknown' as const);
  const managed = overview.clusters.map((passes): ClusterSummary => {
    const { name, environment, dnsZone } = passes;
    const made = known?.clusters.find(cluster => cluster.name === name);
    const lifecycle = passes.lifecycle ?? made?.state;
    const lastRun = lastRunOf(name);
    const spec = made?.spec;
    return { name, environment, lifecycle, dnsZone, spec, passes, lastRun };
  });
  const names = new Set(managed.map(({ name }) => name));
  const others = (known?.clusters ?? [])
    .filter(({ name }) => !names.has(name))
    .map(({ name, environment, state, dnsZone, spec }): ClusterSummary => {
      const lastRun = lastRunOf(name);
      return { name, environment, lifecycle: state, dnsZone, spec, lastRun };
    });
  return [...managed, ...others];
}

function newestRun(runs: RunSummary[], name: string): RunSummary | undefined {
  return runs
    .filter(({ cluster }) => cluster === name)
    .reduce<RunSummary | undefined>(
      (newest, run) =>
        !newest || run.createdAt > newest.createdAt ? run : newest,
      undefined,
    );
}
