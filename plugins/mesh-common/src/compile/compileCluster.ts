import { groupBy } from '../model/build/groupBy';
import type { MeshModel, Workload } from '../model/types';
import {
  type CompiledCluster,
  type CompiledObject,
  objectKey,
  recordKey,
} from '../objects';
import { type Denial, listDenials } from './denials';
import { emitAccount } from './emit/emitAccount';
import { emitAllowances } from './emit/emitAllowances';
import { emitDelegation } from './emit/emitDelegation';
import { emitDenials } from './emit/emitDenials';
import { emitExternal } from './emit/emitExternal';
import { emitGatewayIsolation } from './emit/emitGatewayIsolation';
import { emitHost } from './emit/emitHost';
import { emitNamespace } from './emit/emitNamespace';
import { emitPortExceptions } from './emit/emitPortExceptions';
import { emitRecords } from './emit/emitRecords';
import { emitSidecar } from './emit/emitSidecar';
import { emitTokens } from './emit/emitTokens';
import { emitTraffic } from './emit/emitTraffic';
import { emitWorkloadNetwork } from './emit/emitWorkloadNetwork';
import { listExternalHosts } from './externalHosts';
import { scopeTo, type Scope } from './Scope';

/**
 * What is made of one workload, its edges and their other ends. Each emitter
 * owns its objects and never looks at what another made.
 */
const workloadEmitters = [
  emitAllowances,
  emitDelegation,
  emitTokens,
  emitPortExceptions,
  emitWorkloadNetwork,
  emitSidecar,
  emitTraffic,
];

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
    ...[...scope.namespaces.values()].flatMap(namespace =>
      emitNamespace(scope, namespace),
    ),
    ...[...scope.active].flatMap(([namespace, workloads]) =>
      emitInhabitants(scope, { namespace, workloads, denials }),
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

function emitInhabitants(
  scope: Scope,
  {
    namespace,
    workloads,
    denials,
  }: { namespace: string; workloads: Workload[]; denials: Denial[] },
): CompiledObject[] {
  const accounts = groupBy(workloads, item => item.serviceAccount);
  return [
    ...[...accounts.values()].map(users => emitAccount(scope, users)),
    ...listExternalHosts(scope, namespace).map(host =>
      emitExternal(scope, namespace, host),
    ),
    ...workloads.flatMap(workload => [
      ...workloadEmitters.flatMap(emit => emit(scope, workload)),
      ...emitDenials(scope, workload, denials),
    ]),
  ];
}

function sortBy<T>(values: T[], keyOf: (value: T) => string): T[] {
  return values
    .map(value => ({ value, key: keyOf(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ value }) => value);
}
