import type { Workload } from '../../model/types';
import { listMeshHosts, listScopeHosts, type Scope } from '../Scope';
import type { ScopeChanges } from './patchScope';
import { shownAtGateways, shownToPeers } from './shownFields';

/** What has to be made anew. */
export type Touched = {
  /** Keys. */
  workloads: Set<string>;
  /** Names. */
  namespaces: Set<string>;
  /** True when hosts at gateways may have changed. */
  hosts: boolean;
};

/** What changes of a scope touch; moves its hosts along. */
export function listTouched(scope: Scope, changes: ScopeChanges): Touched {
  const differ = (shown: (workload?: Workload) => string) =>
    changes.workloads.filter(
      ({ before, after }) => shown(before) !== shown(after),
    );
  const workloads = new Set(changes.ends);
  const namespaces = new Set<string>();
  const hosts = differ(shownAtGateways).length > 0;
  const seen = [
    ...differ(shownToPeers).map(({ key }) => key),
    ...(hosts ? moveHosts(scope) : []),
  ];
  for (const key of seen) {
    listPeers(scope, key).forEach(peer => workloads.add(peer));
  }
  for (const { key, before, after } of changes.workloads) {
    workloads.add(key);
    namespaces.add((after ?? before)?.namespace ?? '');
  }
  for (const key of changes.outgoing) {
    namespaces.add(scope.workloads.get(key)?.namespace ?? '');
  }
  return { workloads, namespaces, hosts };
}

/** Who calls a workload, and whom it calls. */
function listPeers({ inbound, outbound }: Scope, key: string): string[] {
  return [
    ...(inbound.get(key) ?? []).map(edge => edge.consumer),
    ...(outbound.get(key) ?? []).map(edge => edge.provider),
  ];
}

/** Finds hosts anew; keys of workloads that have other names in the mesh. */
function moveHosts(scope: Scope): string[] {
  const active = [...scope.active.values()]
    .flat()
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  scope.hosts = listScopeHosts(scope, active);
  const before = scope.meshHosts;
  scope.meshHosts = listMeshHosts(scope.hosts);
  const keys = new Set([...before.keys(), ...scope.meshHosts.keys()]);
  return [...keys].filter(
    key => before.get(key)?.join() !== scope.meshHosts.get(key)?.join(),
  );
}
