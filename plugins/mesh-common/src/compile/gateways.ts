import { routePort } from '../model/build/RouteTable';
import type {
  ClusterConfig,
  Exposure,
  GatewayConfig,
  Workload,
} from '../model/types';
import { canonicalJson } from '../objects';

/** Which of the gateways of a cluster. */
export type GatewayName = Exposure['gateway'];

/** A path that a gateway leads to a workload. */
export type Route = {
  workload: Workload;
  path: string;
  /** Port of the Kubernetes Service. */
  port: number;
};

/** A host at a gateway, with all that it leads to. */
export type GatewayHost = {
  gateway: GatewayName;
  config: GatewayConfig;
  host: string;
  /** True for names of the private zone, which in-mesh callers use too. */
  mesh: boolean;
  /** Namespace of its objects: that of the first workload by key. */
  namespace: string;
  /** Longest path first. */
  routes: Route[];
};

type Wanted = {
  gateway: GatewayName;
  host: string;
  path: string;
  workload: Workload;
  portName?: string;
  mesh: boolean;
};

/** Every host of a cluster, with the routes of the given workloads. */
export function listGatewayHosts(
  cluster: ClusterConfig,
  workloads: readonly Workload[],
): GatewayHost[] {
  const hosts = new Map<string, GatewayHost>();
  for (const workload of workloads) {
    for (const wanted of listWanted(cluster, workload)) {
      addRoute(hosts, cluster, wanted);
    }
  }
  for (const { routes } of hosts.values()) {
    routes.sort(
      (a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1),
    );
  }
  return [...hosts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, host]) => host);
}

/**
 * The gateway by another name, where the same pods are configured as both: to
 * them it is one gateway, and a host must be there once.
 */
export function gatewayOf(
  { gateways }: ClusterConfig,
  name: GatewayName,
): { gateway: GatewayName; config: GatewayConfig } | undefined {
  const config = gateways[name];
  const { internal } = gateways;
  if (!config) {
    return undefined;
  }
  return internal && podsOf(internal) === podsOf(config)
    ? { gateway: 'internal', config: internal }
    : { gateway: name, config };
}

function podsOf({ namespace, selector }: GatewayConfig): string {
  return canonicalJson([namespace, selector]);
}

function listWanted({ dnsZone }: ClusterConfig, workload: Workload): Wanted[] {
  const exposed = workload.expose.flatMap(({ gateway, host, paths, port }) =>
    paths.map(path => ({
      ...{ gateway, host, path, workload, portName: port },
      mesh: false,
    })),
  );
  const named = workload.dns.map(name => ({
    ...{ gateway: 'internal' as const, host: `${name}.${dnsZone}` },
    ...{ path: '/', workload, mesh: true },
  }));
  return [...exposed, ...named];
}

function addRoute(
  hosts: Map<string, GatewayHost>,
  cluster: ClusterConfig,
  { gateway: name, host, path, workload, portName, mesh }: Wanted,
) {
  const found = gatewayOf(cluster, name);
  const port = routePort(workload.ports, portName);
  if (!found || !port || !workload.service) {
    return;
  }
  const key = `${found.gateway} ${host}`;
  const { namespace } = workload;
  const entry: GatewayHost = hosts.get(key) ?? {
    ...found,
    ...{ host, namespace, mesh: false, routes: [] },
  };
  hosts.set(key, entry);
  entry.mesh ||= mesh;
  if (!entry.routes.some(route => route.path === path)) {
    entry.routes.push({ workload, path, port: port.port });
  }
}
