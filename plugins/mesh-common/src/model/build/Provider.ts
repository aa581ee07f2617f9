import type { ExternalService, Workload, WorkloadPort } from '../types';
import type { Claim } from './claims';
import type { Placed } from './placeWorkloads';

/** What an edge leads to: a workload, or hosts outside the cluster. */
export type Provider = {
  /** Key of a workload or of an external service. */
  key: string;
  claim: Claim;
  ports: WorkloadPort[];
  /** The ports that an edge covers where it names none. */
  defaultPorts: WorkloadPort[];
  binding: Workload['binding'];
  /** True when a proxy there knows who calls. */
  inMesh: boolean;
  environment: string;
  /** Accounts that it runs as, or hosts that it stands for. */
  identities: string[];
  external?: ExternalService;
};

/** A workload of the same cluster. */
export function toProvider(placed: Placed): Provider {
  const { claim, workload, cluster, identity } = placed;
  const { key, ports, binding, inMesh } = workload;
  return {
    key,
    claim,
    ports,
    defaultPorts: listDefault(ports),
    binding,
    inMesh,
    environment: cluster.environment,
    identities: [identity],
  };
}

/** A workload of another cluster, at the host where it exposes itself. */
export function toRemoteProvider(
  { claim, workload, cluster, identity }: Placed,
  external: ExternalService,
): Provider {
  return {
    key: external.key,
    claim,
    ports: external.ports,
    defaultPorts: listDefault(external.ports),
    binding: workload.binding,
    inMesh: false,
    environment: cluster.environment,
    identities: [identity],
    external,
  };
}

/** Ports that only scrapers read have to be named. */
export function listDefault(ports: WorkloadPort[]): WorkloadPort[] {
  return ports.filter(port => !port.scrape);
}

export function identityOf(
  workload: Pick<Workload, 'namespace' | 'serviceAccount'>,
): string {
  return `${workload.namespace}/${workload.serviceAccount}`;
}
