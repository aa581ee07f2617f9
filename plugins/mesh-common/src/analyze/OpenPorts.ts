import type { World } from '../evaluate/indexWorld';
import { askPort, createRequest } from './askPort';
import type { CallerKind } from './buildMatrix';
import type { ViewPort, WorkloadView } from './workloadView';

/** Callers that only their own kind tells apart, and the others. */
type OpenCallers = {
  kinds: CallerKind[];
  /** Those whose own policies limit where they connect to. */
  limited: readonly WorkloadView[];
};

/**
 * Tells ports that no policy closes: there, one caller of each kind answers
 * for all of its kind.
 */
export class OpenPorts {
  readonly #world: World;
  readonly #kinds = new Map<CallerKind, WorkloadView>();
  readonly #limited: WorkloadView[] = [];

  constructor(world: World, workloads: readonly WorkloadView[]) {
    this.#world = world;
    for (const workload of workloads) {
      if (isLimited(world, workload)) {
        this.#limited.push(workload);
      } else {
        this.#kinds.set(kindOf(workload), workload);
      }
    }
  }

  /** Undefined when policies tell callers apart. */
  callersOf(to: WorkloadView, port: ViewPort): OpenCallers | undefined {
    if (!isOpen(this.#world, to)) return undefined;
    const kinds = [...this.#kinds].filter(([, caller]) => {
      const request = createRequest(caller, to, port);
      return askPort(this.#world, request).verdict.decision === 'allow';
    });
    return {
      kinds: kinds.map(([kind]) => kind).sort(),
      limited: this.#limited,
    };
  }
}

export function kindOf({ inMesh, ambient }: WorkloadView): CallerKind {
  if (ambient) return 'ambient';
  return inMesh ? 'proxy' : 'no-proxy';
}

/** Whether NetworkPolicies limit where a workload connects to. */
export function isLimited(world: World, workload: WorkloadView): boolean {
  if (world.options.policyEngine === false) return false;
  const { egress } = world.standings.of(workload).network.gates;
  return egress.policies.length > 0;
}

/** Whether nothing at the server depends on who calls, but for a proxy. */
function isOpen({ index, standings }: World, to: WorkloadView): boolean {
  if (to.ambient || index.destinationRules.setTls) return false;
  const { network, rules } = standings.of(to);
  const isolated =
    index.options.policyEngine !== false &&
    network.gates.ingress.policies.length > 0;
  if (isolated) return false;
  return (
    !to.inMesh ||
    (!rules.allows && rules.deny.length === 0 && rules.custom.length === 0)
  );
}
