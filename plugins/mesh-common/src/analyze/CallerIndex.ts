import type { World } from '../evaluate/indexWorld';
import { identify } from '../evaluate/standing';
import { isProxyPort } from '../evaluate/evaluateTransport';
import { createRequest } from './askPort';
import type { ViewPort, WorkloadView } from './workloadView';

/** Callers of a port that a layer may let through; undefined for anybody. */
export type Callers = readonly WorkloadView[] | undefined;

/**
 * Who can be a caller at all, read from the policies of the server, so that
 * nobody has to be asked about everybody.
 */
export class CallerIndex {
  readonly #world: World;
  readonly #byPeer = new Map<number, WorkloadView[]>();
  readonly #byIdentity = new Map<number, WorkloadView[]>();

  constructor(world: World, workloads: readonly WorkloadView[]) {
    this.#world = world;
    const { index, standings } = world;
    for (const workload of workloads) {
      const standing = standings.of(workload);
      for (const peer of standing.network.peers) {
        addTo(this.#byPeer, peer, workload);
      }
      const { caller } = identify(index, standing, workload);
      if (caller?.number !== undefined) {
        addTo(this.#byIdentity, caller.number, workload);
      }
    }
  }

  /** Whom NetworkPolicies let in. */
  byNetwork(to: WorkloadView, port: ViewPort): Callers {
    const { index, standings } = this.#world;
    if (index.options.policyEngine === false || to.ambient) return undefined;
    const { ingress } = standings.of(to).network.gates;
    return collect(this.#byPeer, ingress.listPeers(port.port));
  }

  /** Whom AuthorizationPolicies name. */
  byRules(to: WorkloadView, port: ViewPort): Callers {
    if (!to.inMesh || to.ambient) return undefined;
    if (isProxyPort(createRequest(to, to, port))) return undefined;
    const { allows, allowIndex } = this.#world.standings.of(to).rules;
    return allows
      ? collect(this.#byIdentity, allowIndex?.listIdentities(port.port))
      : undefined;
  }
}

function addTo<T>(map: Map<number, T[]>, key: number, item: T): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

function collect(
  map: ReadonlyMap<number, readonly WorkloadView[]>,
  numbers: readonly number[] | undefined,
): Callers {
  if (!numbers) return undefined;
  return [...new Set(numbers.flatMap(number => map.get(number) ?? []))];
}
