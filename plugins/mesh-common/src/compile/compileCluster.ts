import type { MeshModel } from '../model/types';
import { type CompiledCluster, objectKey, recordKey } from '../objects';
import { emitAuthorizationPolicies } from './emit/emitAuthorizationPolicies';
import { emitNamespaces } from './emit/emitNamespaces';
import { emitNetworkPolicies } from './emit/emitNetworkPolicies';
import { emitPeerAuthentications } from './emit/emitPeerAuthentications';
import { emitRecords } from './emit/emitRecords';
import { emitRoutes } from './emit/emitRoutes';
import { emitServiceAccounts } from './emit/emitServiceAccounts';
import { scopeTo } from './Scope';

/** Each emitter owns its kinds and never looks at what another made. */
const emitters = [
  emitNamespaces,
  emitServiceAccounts,
  emitPeerAuthentications,
  emitAuthorizationPolicies,
  emitNetworkPolicies,
  emitRoutes,
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
  return {
    cluster: clusterName,
    objects: sortBy(
      emitters.flatMap(emit => emit(scope)),
      ({ object }) => objectKey(object),
    ),
    records: sortBy(emitRecords(scope), ({ record }) => recordKey(record)),
  };
}

function sortBy<T>(values: T[], keyOf: (value: T) => string): T[] {
  return values
    .map(value => ({ value, key: keyOf(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ value }) => value);
}
