import type { MeshInput, MeshNamespace, NamespaceStage } from '../types';
import type { Bindings } from './bindings';
import type { Placed } from './placeWorkloads';

/**
 * Namespaces with bound workloads, and those that were adopted before: a
 * baseline does not go because the last workload does.
 */
export function listNamespaces(options: {
  input: MeshInput;
  placed: Placed[];
  bindings: Bindings;
}): MeshNamespace[] {
  const { input, placed, bindings } = options;
  const clusters = new Set(input.clusters.map(cluster => cluster.name));
  const stages = new Map(input.stages.map(row => [keyOf(row), row]));
  const owners = new Map<string, string | undefined>();
  for (const row of input.stages) {
    if (row.stage !== 'off' && clusters.has(row.cluster)) {
      const [binding] = bindings.ofNamespace(row.cluster, row.namespace);
      owners.set(keyOf(row), binding?.owner);
    }
  }
  for (const { workload, binding } of placed) {
    if (workload.binding.state === 'bound') {
      owners.set(keyOf(workload), binding?.owner);
    }
  }
  return [...owners]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, owner]) => toNamespace(key, owner, stages.get(key)));
}

function toNamespace(
  key: string,
  owner: string | undefined,
  row: NamespaceStage | undefined,
): MeshNamespace {
  const [cluster, name] = key.split('/');
  return {
    cluster,
    name,
    stage: row?.stage ?? 'off',
    step: row?.step ?? 'authorization',
    ...(owner && { owner }),
  };
}

function keyOf(place: { cluster: string; namespace: string }): string {
  return `${place.cluster}/${place.namespace}`;
}
