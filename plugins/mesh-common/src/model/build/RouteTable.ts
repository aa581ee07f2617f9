import type { ModelCode } from '../codes';
import type { Exposure, Workload, WorkloadPort } from '../types';
import { type Bindings, covers } from './bindings';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';

const HTTP: ReadonlySet<WorkloadPort['protocol']> = new Set([
  'http',
  'http2',
  'grpc',
]);

/** True for the protocols that the mesh understands at layer 7. */
export function isHttp(port: WorkloadPort): boolean {
  return HTTP.has(port.protocol);
}

/** The port that a route leads to: the named one, or the first for HTTP. */
export function routePort(
  ports: WorkloadPort[],
  name?: string,
): WorkloadPort | undefined {
  return ports.find(
    port => isHttp(port) && (name ? port.name === name : !port.scrape),
  );
}

/** Who may be reached at which host and path; who asks first has it. */
export class RouteTable {
  readonly #paths = new Map<string, string>();
  readonly #hosts = new Map<string, { entityRef: string; owner?: string }>();

  constructor(readonly bindings: Bindings, readonly findings: Findings) {}

  /** The routes and names of a workload that hold. */
  admit(placed: Placed): Pick<Workload, 'expose' | 'dns'> {
    if (placed.workload.binding.state !== 'bound') {
      return { expose: [], dns: [] };
    }
    const { expose, dns } = placed.deployment;
    return {
      expose: expose.flatMap(route => this.#admitRoute(placed, route)),
      dns: dns.filter(name => this.#admitName(placed, name)),
    };
  }

  #admitRoute(placed: Placed, route: Exposure): Exposure[] {
    const { host, gateway, pointer } = route;
    const refuse = (code: ModelCode, message: string) =>
      this.#refuse(placed, { code, pointer, message });
    if (!placed.cluster.gateways[gateway]) {
      return refuse(
        'MW1117',
        `${host} asks for the ${gateway} gateway, which cluster ${placed.cluster.name} does not have`,
      );
    }
    const nothing = describeNothing(placed, host, route.port);
    if (nothing) {
      return refuse('MW1118', nothing);
    }
    const foreign = this.#describeForeign(placed, host, gateway);
    if (foreign) {
      return refuse('MW1114', foreign);
    }
    const paths = route.paths.filter(path => {
      const other = this.#take(placed, `${gateway} ${host}`, path);
      if (other) {
        refuse(
          'MW1115',
          `${host}${path} is a route of ${other}, which was there first. Choose another path or host`,
        );
      }
      return !other;
    });
    return paths.length > 0 ? [{ ...route, paths }] : [];
  }

  #admitName(placed: Placed, name: string): boolean {
    const { cluster, deployment } = placed;
    const { dnsZone, gateways } = cluster;
    const pointer = `${deployment.pointer}/dns`;
    const refuse = (code: ModelCode, message: string) =>
      this.#refuse(placed, { code, pointer, message }).length > 0;
    if (!dnsZone || !gateways.internal?.address) {
      return refuse(
        'MW1117',
        `'${name}' cannot be a DNS name: cluster ${cluster.name} has no private zone, or no internal gateway with an address`,
      );
    }
    const host = `${name}.${dnsZone}`;
    const nothing = describeNothing(placed, host);
    if (nothing) {
      return refuse('MW1118', nothing);
    }
    const foreign = this.#describeForeign(placed, host, 'internal');
    if (foreign) {
      return refuse('MW1114', foreign);
    }
    const other = this.#take(placed, `internal ${host}`, '/');
    return other
      ? refuse(
          'MW1116',
          `'${name}' is a DNS name of ${other}, which was there first. Choose another name`,
        )
      : true;
  }

  /** The entity that has the path already, if another one does. */
  #take({ claim, cluster }: Placed, host: string, path: string) {
    const { entityRef } = claim.declaration;
    const key = `${cluster.name} ${host} ${path}`;
    const holder = this.#paths.get(key) ?? entityRef;
    this.#paths.set(key, holder);
    return holder === entityRef ? undefined : holder;
  }

  #describeForeign(
    { claim, cluster }: Placed,
    host: string,
    gateway: Exposure['gateway'],
  ): string | undefined {
    const { declaration } = claim;
    const claimed = this.bindings.ofHost(cluster.name, host);
    if (claimed.some(binding => covers(binding, declaration))) {
      return undefined;
    }
    if (claimed.length > 0) {
      return `${host} is bound to ${claimed[0].owner}, not to ${declaration.owner} at this location. Use a host of your own, or ask ${claimed[0].owner}`;
    }
    const { dnsZone } = cluster;
    if (gateway !== 'internal' || !dnsZone || !host.endsWith(`.${dnsZone}`)) {
      return `${host} is bound to nobody. Ask the platform team to bind it to ${declaration.owner}`;
    }
    const key = `${cluster.name} ${host}`;
    const first = this.#hosts.get(key) ?? declaration;
    this.#hosts.set(key, first);
    return first.owner === declaration.owner
      ? undefined
      : `${host} is used by ${first.entityRef} of ${first.owner}, which was there first. Choose another name`;
  }

  #refuse(
    { claim }: Placed,
    finding: { code: ModelCode; pointer: string; message: string },
  ): Exposure[] {
    this.findings.add(claim.declaration, finding);
    return [];
  }
}

function describeNothing(
  { workload }: Placed,
  host: string,
  port?: string,
): string | undefined {
  if (!workload.service || !workload.inMesh) {
    return `${host} needs a Kubernetes Service with a proxy behind it; remove 'service: none' or 'inMesh: false', or the name`;
  }
  return routePort(workload.ports, port)
    ? undefined
    : `${host} needs ${
        port ? `the port '${port}' to exist and` : 'a port'
      } to speak http, http2 or grpc; add one to spec.mesh.ports`;
}
