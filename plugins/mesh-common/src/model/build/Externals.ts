import type {
  Binding,
  ClusterConfig,
  ExternalClaim,
  ExternalService,
  MeshInput,
  Workload,
} from '../types';
import { type Bindings, covers } from './bindings';
import type { Claim } from './claims';
import type { Findings } from './Findings';
import type { Placed } from './placeWorkloads';
import { listDefault, type Provider } from './Provider';

/** Decides which hosts an external service may stand for, per cluster. */
export class Externals {
  /** Bindings made for those who came first. */
  readonly made: Array<Omit<Binding, 'id'>> = [];
  readonly #byKey = new Map<string, Provider>();
  readonly #input: MeshInput;
  readonly #bindings: Bindings;
  readonly #findings: Findings;
  /** Of workloads, by cluster: names of Services end in them. */
  readonly #namespaces = new Set<string>();

  constructor(options: {
    input: MeshInput;
    claims: Map<string, Claim>;
    placed: Placed[];
    bindings: Bindings;
    findings: Findings;
  }) {
    const { input, claims, placed, bindings, findings } = options;
    this.#input = input;
    this.#bindings = bindings;
    this.#findings = findings;
    for (const { workload } of placed) {
      this.#namespaces.add(`${workload.cluster}/${workload.namespace}`);
    }
    for (const claim of inOrder(claims)) {
      const { external } = claim.declaration;
      for (const cluster of external ? input.clusters : []) {
        const provider = this.#place(claim, external as ExternalClaim, cluster);
        this.#byKey.set(provider.key, provider);
      }
    }
  }

  find(entityRef: string, cluster: string): Provider | undefined {
    return this.#byKey.get(`${entityRef}@${cluster}`);
  }

  /** Those that it may stand for in any cluster. */
  hostsOf(entityRef: string): Set<string> {
    return new Set(
      this.#input.clusters.flatMap(
        ({ name }) => this.find(entityRef, name)?.identities ?? [],
      ),
    );
  }

  #place(
    claim: Claim,
    { hosts, ports, pointer }: ExternalClaim,
    cluster: ClusterConfig,
  ): Provider {
    const { declaration } = claim;
    const { entityRef, owner, location } = declaration;
    const held = hosts.map(host => {
      const refusal = this.#refuse(claim, host, cluster);
      if (refusal) {
        const { code, message } = refusal;
        this.#findings.add(declaration, {
          code,
          pointer: `${pointer}/hosts`,
          message,
        });
      }
      return { host, refusal };
    });
    const bound = held.filter(({ refusal }) => !refusal).map(item => item.host);
    const key = `${entityRef}@${cluster.name}`;
    const external: ExternalService = {
      key,
      entityRef,
      cluster: cluster.name,
      ...(owner && { owner }),
      ...(location && { location }),
      hosts: bound,
      ports,
    };
    return {
      key,
      claim,
      ports,
      defaultPorts: listDefault(ports),
      binding: toBinding(held, owner),
      inMesh: false,
      environment: cluster.environment,
      identities: bound,
      external,
    };
  }

  #refuse(claim: Claim, host: string, cluster: ClusterConfig) {
    if (this.#isInside(host, cluster)) {
      return {
        code: 'MW1030' as const,
        message: `${host} is a name inside cluster ${cluster.name}. Depend on the component that runs there`,
      };
    }
    const { declaration } = claim;
    const claimed = this.#bindings.ofHost(cluster.name, host);
    if (claimed.some(binding => covers(binding, declaration))) {
      return undefined;
    }
    const owner = declaration.owner ?? 'its owner';
    const [other] = [...claimed, ...this.#bindings.below(cluster.name, host)];
    if (other) {
      return {
        code: 'MW1114' as const,
        message: `${host} in ${cluster.name} is bound to ${other.owner}, not to ${owner} at this location. Ask ${other.owner}, or the platform team for a binding`,
      };
    }
    return this.#claimFirst(claim, host, cluster)
      ? undefined
      : {
          code: 'MW1114' as const,
          message: `${host} in ${cluster.name} is bound to nobody. Ask the platform team to bind it to ${owner}`,
        };
  }

  #isInside(host: string, { name, dnsZone, trustDomain }: ClusterConfig) {
    const domain = host.replace(/^\*\./, '');
    const parts = domain.split('.');
    return (
      [dnsZone, trustDomain].some(
        zone => zone && (domain === zone || domain.endsWith(`.${zone}`)),
      ) ||
      (parts.length === 2 && this.#namespaces.has(`${name}/${parts[1]}`))
    );
  }

  /** Names with a wildcard are many, so somebody has to decide. */
  #claimFirst(claim: Claim, host: string, { name }: ClusterConfig): boolean {
    const { owner, location, entityRef } = claim.declaration;
    const { defaults, instant } = this.#input;
    if (
      defaults.unclaimed !== 'first-come' ||
      !owner ||
      claim.retiring ||
      host.startsWith('*')
    ) {
      return false;
    }
    const binding = this.#bindings.claim({
      cluster: name,
      host,
      owner,
      location,
      at: instant,
      reason: `${entityRef} was the first to name it`,
    });
    this.made.push(binding);
    return true;
  }
}

/** The workload at the first host that leads to it from elsewhere. */
export function toRemoteService(
  { workload, cluster }: Pick<Placed, 'workload' | 'cluster'>,
  from: string,
): ExternalService | undefined {
  const [route] = [...workload.expose].sort((a, b) =>
    rankOf(a) < rankOf(b) ? -1 : 1,
  );
  const gateway = route && cluster.gateways[route.gateway];
  if (!route || !gateway || workload.binding.state !== 'bound') {
    return undefined;
  }
  const { entityRef, owner, location, key } = workload;
  const [port, protocol] = gateway.tlsCredential
    ? ([443, 'tls'] as const)
    : ([80, 'http'] as const);
  return {
    key: `${entityRef}@${from}+${route.host}`,
    entityRef,
    cluster: from,
    ...(owner && { owner }),
    ...(location && { location }),
    hosts: [route.host],
    ports: [{ name: `${protocol}-${port}`, port, targetPort: port, protocol }],
    ...(gateway.address && { addresses: [gateway.address] }),
    workload: key,
  };
}

/** Routes inside the company before those that everybody sees. */
function rankOf({ gateway, host }: Workload['expose'][number]): string {
  return `${gateway === 'internal' ? 0 : 1} ${host}`;
}

function toBinding(
  held: Array<{ host: string; refusal?: { message: string } }>,
  owner: string | undefined,
): Workload['binding'] {
  const refused = held.find(({ refusal }) => refusal)?.refusal;
  return refused && held.every(({ refusal }) => refusal)
    ? { state: 'unbound', reason: 'NotBound', message: refused.message }
    : {
        state: 'bound',
        bindingId: '',
        message: `${held
          .filter(({ refusal }) => !refusal)
          .map(({ host }) => host)
          .join(', ')} belongs to ${owner}`,
      };
}

/** Who was there first, then by name. */
function inOrder(claims: Map<string, Claim>): Claim[] {
  const rank = ({ lastGood, declaration }: Claim) =>
    `${lastGood?.declaration.external ? `0 ${lastGood.seenAt}` : '1'} ${
      declaration.entityRef
    }`;
  return [...claims.values()]
    .filter(({ declaration }) => declaration.external)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
