import { ClusterVersion } from './ClusterVersion';
import { ClusterView } from './ClusterView';
import type { StatusSources } from './sources';

/** A cluster, with what tells that something of it changed. */
export type KnownCluster = {
  view: ClusterView;
  version: ClusterVersion;
  /** Of what concerns all of the cluster. */
  all: readonly unknown[];
};

/** All clusters of a model; brings the versions of those of before along. */
export function* createClusters(
  sources: StatusSources,
  versions: Map<string, ClusterVersion>,
): Generator<undefined, Map<string, KnownCluster>> {
  const { model, compiled, passes, settleSeconds } = sources;
  const names = new Set([
    ...model.clusters.map(({ name }) => name),
    ...model.workloads.map(({ cluster }) => cluster),
  ]);
  const clusters = new Map<string, KnownCluster>();
  for (const name of names) {
    const view = yield* ClusterView.createSteps({
      name,
      model,
      compiled: compiled.find(({ cluster }) => cluster === name),
      pass: passes.find(({ cluster }) => cluster === name),
      settleSeconds,
    });
    const version = versions.get(name) ?? new ClusterVersion();
    versions.set(name, version);
    const all = version.update(view, model.instance);
    clusters.set(name, { view, version, all });
  }
  return clusters;
}
