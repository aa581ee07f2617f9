import type { MeshModel } from '../model/types';
import { type CompiledCluster, objectKey, recordKey } from '../objects';
import { listDenials } from './denials';
import { emitGatewayIsolation } from './emit/emitGatewayIsolation';
import { emitHost } from './emit/emitHost';
import { emitRecords } from './emit/emitRecords';
import { scopeTo } from './Scope';
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
  const objects = [
    ...[...scope.namespaces.keys()].flatMap(name =>
      emitOfNamespace(scope, name),
    ),
    ...[...scope.active.values()].flatMap(workloads =>
      workloads.flatMap(workload => emitOfWorkload(scope, workload, denials)),
    ),
    ...scope.hosts.flatMap(host => emitHost(scope, host)),
    ...emitGatewayIsolation(scope),
  ];
  return {
    cluster: clusterName,
    objects: sortBy(objects, ({ object }) => objectKey(object)),
    records: sortBy(emitRecords(scope), ({ record }) => recordKey(record)),
  };
}

function sortBy<T>(values: T[], keyOf: (value: T) => string): T[] {
  return values
    .map(value => ({ value, key: keyOf(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ value }) => value);
}
