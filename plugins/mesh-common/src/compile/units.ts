import { groupBy } from '../model/build/groupBy';
import type { Workload } from '../model/types';
import type { CompiledObject } from '../objects';
import type { Denial } from './denials';
import { emitAccount } from './emit/emitAccount';
import { emitAllowances } from './emit/emitAllowances';
import { emitDelegation } from './emit/emitDelegation';
import { emitDenials } from './emit/emitDenials';
import { emitExternal } from './emit/emitExternal';
import { emitNamespace } from './emit/emitNamespace';
import { emitPortExceptions } from './emit/emitPortExceptions';
import { emitSidecar } from './emit/emitSidecar';
import { emitTokens } from './emit/emitTokens';
import { emitTraffic } from './emit/emitTraffic';
import { emitWorkloadNetwork } from './emit/emitWorkloadNetwork';
import { listExternalHosts } from './externalHosts';
import type { Scope } from './Scope';

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

/** All that is made of one workload. */
export function emitOfWorkload(
  scope: Scope,
  workload: Workload,
  denials: readonly Denial[],
): CompiledObject[] {
  return [
    ...workloadEmitters.flatMap(emit => emit(scope, workload)),
    ...emitDenials(scope, workload, denials),
  ];
}

/** All that is made of a namespace and of what its workloads share. */
export function emitOfNamespace(scope: Scope, name: string): CompiledObject[] {
  const namespace = scope.namespaces.get(name);
  if (!namespace) {
    return [];
  }
  const accounts = groupBy(
    scope.active.get(name) ?? [],
    item => item.serviceAccount,
  );
  return [
    ...emitNamespace(scope, namespace),
    ...[...accounts.values()].map(users => emitAccount(scope, users)),
    ...listExternalHosts(scope, name).map(host =>
      emitExternal(scope, name, host),
    ),
  ];
}
