import { evaluate } from '../evaluate';
import type { CallRequest, Verdict } from '../evaluate/types';
import type { Edge, Workload } from '../model/types';
import type { ClusterView } from './ClusterView';
import { listCalls, listParties } from './probes';

/** The calls that stand for an edge, between all that run of its two sides. */
export function listEdgeCalls(options: {
  edge: Edge;
  consumer: Workload;
  provider: Workload;
  view: ClusterView;
}): CallRequest[] {
  const { edge, consumer, provider, view } = options;
  return listParties(consumer, view).flatMap(source =>
    listParties(provider, view).flatMap(destination =>
      edge.ports.flatMap(port =>
        listCalls({
          source,
          destination,
          provider,
          port,
          operations: edge.operations,
        }),
      ),
    ),
  );
}

/** What the cluster would say to a call. */
export function judge(call: CallRequest, view: ClusterView): Verdict {
  return view.world
    ? evaluate(view.world, call)
    : { decision: 'unknown', layer: 'none', mtls: 'unknown', because: [] };
}

export function describeCall({ http, destination }: CallRequest): string {
  return http
    ? `${http.method} ${http.path} on port ${destination.port}`
    : `a connection to port ${destination.port}`;
}

/** What decides, for a person. */
export function describeDecider({ decidedBy, layer }: Verdict): string {
  if (!decidedBy) {
    return layer === 'network-policy'
      ? 'no NetworkPolicy lets it pass'
      : 'no AuthorizationPolicy lets it pass';
  }
  const { kind, namespace, name } = decidedBy;
  return `${kind} ${namespace}/${name} decides`;
}
