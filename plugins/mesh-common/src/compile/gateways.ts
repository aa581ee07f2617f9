import { routePort } from '../model/build/RouteTable';
import type { Exposure, GatewayConfig, Workload } from '../model/types';
import type { Scope } from './Scope';

/** A path that a gateway leads to a workload. */
export type Route = {
  workload: Workload;
  path: string;
  /** Port of the Kubernetes Service. */
  port: number;
  targetPort: number;
  /** Ranges that may use it; absent: any. */
  from?: string[];
};

/** A host at a gateway, with all that it leads to. */
export type GatewayHost = {
  gateway: Exposure['gateway'];
  config: GatewayConfig;
  host: string;
  /** True for names of the private zone, which in-mesh callers use too. */
  mesh: boolean;
  /** Longest path first. */
  routes: Route[];
};

/** Every host of a cluster, with the routes of all workloads. */
export function listGatewayHosts(scope: Scope): GatewayHost[] {
  const hosts = new Map<string, GatewayHost>();
  for (const workload of scope.active) {
    for (const exposure of workload.expose) {
      for (const path of exposure.paths) {
        const { gateway, host, from, port: portName } = exposure;
        add({ gateway, host, mesh: false }, { workload, path, from, portName });
      }
    }
    for (const name of workload.dns) {
      const host = `${name}.${scope.cluster.dnsZone}`;
      const at = { gateway: 'internal' as const, host, mesh: true };
      add(at, { workload, path: '/' });
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

  function add(
    { gateway, host, mesh }: Pick<GatewayHost, 'gateway' | 'host' | 'mesh'>,
    { workload, path, from, portName }: Leads,
  ) {
    const config = scope.cluster.gateways[gateway];
    const port = routePort(workload.ports, portName);
    if (!config || !port || !workload.service) {
      return;
    }
    const key = `${gateway} ${host}`;
    const found = hosts.get(key) ?? {
      gateway,
      config,
      host,
      mesh: false,
      routes: [],
    };
    hosts.set(key, found);
    found.mesh ||= mesh;
    if (!found.routes.some(route => route.path === path)) {
      const { port: number, targetPort } = port;
      found.routes.push({
        workload,
        path,
        port: number,
        targetPort,
        ...(from && { from }),
      });
    }
  }
}

type Leads = {
  workload: Workload;
  path: string;
  from?: string[];
  portName?: string;
};
