import type { World } from '../evaluate/indexWorld';
import type { CallRequest, Verdict } from '../evaluate/types';
import { askPort, createRequest } from './askPort';
import { CallerIndex } from './CallerIndex';
import { listOperations, type LimitedAccess } from './listOperations';
import { OpenPorts } from './OpenPorts';
import type { ViewPort, WorkloadView } from './workloadView';

/**
 * One workload reaches a port of another.
 *
 * @public
 */
export type MatrixEdge = {
  /** Keys of the workloads. */
  from: string;
  to: string;
  /** Port of the pod. */
  port: number;
  /**
   * `full`: every call. `operations`: some calls on HTTP, listed where they
   * are known. `unknown`: the objects do not say.
   */
  access: 'full' | 'operations' | 'unknown';
  operations?: LimitedAccess;
  mtls: Verdict['mtls'];
};

/**
 * A port that no policy of its workload closes: every caller of these kinds
 * reaches it whose own NetworkPolicies do not limit where it connects to.
 *
 * @public
 */
export type OpenPort = {
  to: string;
  port: number;
  /** Callers with a proxy, without one, or captured by ztunnel. */
  callers: CallerKind[];
};

/** How a caller opens connections. @public */
export type CallerKind = 'proxy' | 'no-proxy' | 'ambient';

/**
 * Who reaches whom, sparse: what is neither an edge nor open is closed.
 * Sorted by key and port.
 *
 * @public
 */
export type Matrix = {
  edges: MatrixEdge[];
  open: OpenPort[];
};

/**
 * Asks, for every workload and port, who can connect. Callers are read from
 * the policies of the server, so that the work grows with the number of edges
 * and not with that of pairs.
 *
 * @public
 */
export function buildMatrix(
  world: World,
  workloads: readonly WorkloadView[],
): Matrix {
  const index = new CallerIndex(world, workloads);
  const openPorts = new OpenPorts(world, workloads);
  const edges: MatrixEdge[] = [];
  const open: OpenPort[] = [];
  for (const to of workloads) {
    for (const port of to.ports) {
      const callers = openPorts.callersOf(to, port);
      if (callers && callers.kinds.length > 0) {
        open.push({ to: to.key, port: port.port, callers: callers.kinds });
      }
      const candidates =
        callers?.limited ??
        fewest(index.byNetwork(to, port), index.byRules(to, port)) ??
        workloads;
      for (const from of candidates) {
        const edge = from === to ? undefined : ask(world, from, { to, port });
        if (edge) edges.push(edge);
      }
    }
  }
  return { edges: edges.sort(compareEdges), open };
}

function fewest<T>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
): readonly T[] | undefined {
  if (!a || !b) return a ?? b;
  return a.length <= b.length ? a : b;
}

function ask(
  world: World,
  from: WorkloadView,
  { to, port }: { to: WorkloadView; port: ViewPort },
): MatrixEdge | undefined {
  const { verdict, asked } = askPort(world, createRequest(from, to, port));
  if (verdict.decision === 'deny') return undefined;
  return {
    from: from.key,
    to: to.key,
    port: port.port,
    ...describeAccess(world, verdict, asked),
    mtls: verdict.mtls,
  };
}

function describeAccess(
  world: World,
  { decision, layer, mtls }: Verdict,
  request: CallRequest,
): Pick<MatrixEdge, 'access' | 'operations'> {
  if (decision === 'allow') return { access: 'full' };
  const isLimited =
    layer === 'authorization-policy' && request.destination.protocol !== 'tcp';
  const operations = isLimited
    ? listOperations(world, request, mtls === 'mutual-tls')
    : undefined;
  const { allowed = [], denied = [] } = operations ?? {};
  return allowed.length + denied.length > 0
    ? { access: 'operations', operations }
    : { access: 'unknown' };
}

function compareEdges(a: MatrixEdge, b: MatrixEdge): number {
  return (
    compareText(a.from, b.from) || compareText(a.to, b.to) || a.port - b.port
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
