import type { World } from '../evaluate/indexWorld';
import type { Matrix } from './buildMatrix';
import { isLimited, kindOf } from './OpenPorts';
import type { WorkloadView } from './workloadView';

/** Answers from a matrix whether one workload reaches a port of another. */
export class Reachability {
  readonly #edges: ReadonlySet<string>;
  readonly #open: ReadonlyMap<string, readonly string[]>;
  readonly #kinds: ReadonlyMap<string, string>;

  constructor(
    { edges, open }: Matrix,
    { world, workloads }: { world: World; workloads: readonly WorkloadView[] },
  ) {
    this.#edges = new Set(edges.map(edgeKey));
    this.#open = new Map(
      open.map(({ to, port, callers }) => [`${to}:${port}`, callers]),
    );
    this.#kinds = new Map(
      workloads
        .filter(workload => !isLimited(world, workload))
        .map(workload => [workload.key, kindOf(workload)]),
    );
  }

  has(edge: { from: string; to: string; port: number }): boolean {
    if (this.#edges.has(edgeKey(edge))) return true;
    if (edge.from === edge.to) return false;
    const kind = this.#kinds.get(edge.from);
    const callers = this.#open.get(`${edge.to}:${edge.port}`);
    return kind !== undefined && callers?.includes(kind) === true;
  }
}

export function edgeKey(edge: {
  from: string;
  to: string;
  port: number;
}): string {
  return `${edge.from}>${edge.to}:${edge.port}`;
}
