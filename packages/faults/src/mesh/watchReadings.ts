import type { KubernetesMeshCluster } from './parts';

/**
 * Remembers which pods the last reading of a cluster showed: one that is
 * answered from what watches told may be older than the question.
 */
export function watchReadings(cluster: KubernetesMeshCluster): {
  cluster: KubernetesMeshCluster;
  /** Names, in order. */
  pods(): string[];
} {
  let names: string[] = [];
  const list = cluster.list.bind(cluster);
  cluster.list = async options => {
    const snapshot = await list(options);
    names = snapshot.objects
      .filter(({ kind }) => kind === 'Pod')
      .map(({ metadata }) => metadata.name)
      .sort();
    return snapshot;
  };
  return { cluster, pods: () => names };
}
