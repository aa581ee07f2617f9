import type { MeshModel } from '../model/types';
import {
  type CompiledCluster,
  type CompiledRecord,
  recordKey,
} from '../objects';
import { listDenials } from './denials';
import { emitGatewayIsolation } from './emit/emitGatewayIsolation';
import { emitHost } from './emit/emitHost';
import { emitRecords } from './emit/emitRecords';
import { scopeTo } from './Scope';
import { SortedObjects } from './SortedObjects';
import { emitOfNamespace, emitOfWorkload } from './units';

/**
 * Compiles a model to the objects and DNS records that should exist in one
 * cluster; nothing for a cluster that the model does not know.
 *
 * @remarks
 *
 * Pure and deterministic: equal models give byte-identical output, because it
 * is compared with the cluster and shown in pull requests. Only granted edges
 * between bound workloads take part.
 *
 * @public
 */
export function compileCluster(
  model: MeshModel,
  clusterName: string,
): CompiledCluster {
  const scope = scopeTo(model, clusterName);
  if (!scope) {
    return { cluster: clusterName, objects: [], records: [] };
  }
  const denials = listDenials(scope);
  const objects = new SortedObjects();
  for (const name of scope.namespaces.keys()) {
    objects.add(emitOfNamespace(scope, name));
  }
  for (const workloads of scope.active.values()) {
    for (const workload of workloads) {
      objects.add(emitOfWorkload(scope, workload, denials));
    }
  }
  for (const host of scope.hosts) {
    objects.add(emitHost(scope, host));
  }
  objects.add(emitGatewayIsolation(scope));
  return {
    cluster: clusterName,
    objects: objects.list(),
    records: sortRecords(emitRecords(scope)),
  };
}

/** In the order of keys. */
function sortRecords(records: CompiledRecord[]): CompiledRecord[] {
  return records
    .map(item => ({ item, key: recordKey(item.record) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}
