import type { Edge, Workload, WorkloadPort } from '../model/types';
import type { Scope } from './Scope';
import { unique } from './toObject';

/** A host outside the cluster, as callers of one namespace may use it. */
export type ExternalHost = {
  host: string;
  /** By number. */
  ports: WorkloadPort[];
  addresses: string[];
  edges: Edge[];
  workloads: Workload[];
};

/** Names of Services: another entry for one would take calls away from it. */
const INSIDE = '.svc.cluster.local';

/** Hosts that workloads of a namespace may call, by name. */
export function listExternalHosts(
  scope: Scope,
  namespace: string,
): ExternalHost[] {
  const hosts = new Map<string, ExternalHost>();
  for (const workload of scope.active.get(namespace) ?? []) {
    for (const edge of workload.inMesh ? edgesOf(scope, workload) : []) {
      for (const host of hostsOf(scope, edge)) {
        const found = hosts.get(host) ?? startHost(host);
        hosts.set(host, found);
        const { addresses = [] } = scope.externals.get(edge.provider) ?? {};
        found.ports.push(...edge.ports);
        found.addresses.push(...addresses);
        found.edges.push(edge);
        found.workloads.push(workload);
      }
    }
  }
  const isClosed = scope.effects.get(namespace)?.network === true;
  return [...hosts.values()]
    .map(found => ({
      ...found,
      ports: mergePorts(found.ports.filter(p => canTell(found, p, isClosed))),
      addresses: unique(found.addresses),
    }))
    .filter(({ ports }) => ports.length > 0)
    .sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** Those that the proxy of a workload can be told about, once it is closed. */
export function listHostsOf(scope: Scope, workload: Workload): string[] {
  const hosts = edgesOf(scope, workload).flatMap(edge => {
    const { addresses = [] } = scope.externals.get(edge.provider) ?? {};
    return hostsOf(scope, edge).filter(host =>
      edge.ports.some(port => canTell({ host, addresses }, port, true)),
    );
  });
  return unique(hosts);
}

function startHost(host: string): ExternalHost {
  return { host, ports: [], addresses: [], edges: [], workloads: [] };
}

function edgesOf({ egress }: Scope, { key }: Workload): Edge[] {
  return egress.get(key) ?? [];
}

function hostsOf({ externals }: Scope, { provider }: Edge): string[] {
  const hosts = externals.get(provider)?.hosts ?? [];
  return hosts.filter(host => !host.endsWith(INSIDE));
}

/** One per number; where two disagree, the one that looks at names. */
function mergePorts(ports: readonly WorkloadPort[]): WorkloadPort[] {
  const rank = ({ protocol, targetPort }: WorkloadPort) =>
    `${protocol === 'tcp' ? 1 : 0} ${protocol} ${targetPort}`;
  const byNumber = new Map<number, WorkloadPort>();
  for (const port of ports) {
    const known = byNumber.get(port.port);
    if (!known || rank(port) < rank(known)) {
      byNumber.set(port.port, port);
    }
  }
  return [...byNumber.values()].sort((a, b) => a.port - b.port);
}

/**
 * Bytes show no name. For all names of a domain that would be any address; for
 * one name, all that goes to the port goes there, also the calls of those who
 * declared nothing: so not before only what is declared gets out.
 */
function canTell(
  { host, addresses }: Pick<ExternalHost, 'host' | 'addresses'>,
  { protocol }: WorkloadPort,
  isClosed: boolean,
): boolean {
  return (
    protocol !== 'tcp' ||
    (!host.startsWith('*') && (addresses.length > 0 || isClosed))
  );
}
