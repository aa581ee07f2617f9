import type { JsonObject } from '@backstage/types';
import { routePort } from '../../model/build/RouteTable';
import type { Edge, Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { gatewayOf } from '../gateways';
import { judgesCallsTo } from '../judgesCallsTo';
import { markPorts, peerKeyOf, toPeer } from '../marks';
import { placeOf } from '../placeOf';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObjects } from '../toObject';
import { externalFlows } from './externalFlows';
import { type Flow, toNetworkRules } from './networkFlows';
import { networkKind } from './networkKind';

/** Peers of one policy, so that no object gets out of hand. */
const MAX_PEERS = 800;

/** The edges once more, at the layer below: the two must agree. */
export function emitWorkloadNetwork(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  if (!effectAt(scope, workload).network) {
    return [];
  }
  const { key, namespace, selector } = workload;
  const inbound = scope.inbound.get(key) ?? [];
  const outbound = scope.outbound.get(key) ?? [];
  const egress = scope.egress.get(key) ?? [];
  const parts = spread(
    [...flowsOf(scope, inbound, 'consumer'), ...gatewayFlows(scope, workload)],
    [
      ...flowsOf(scope, outbound, 'provider'),
      ...externalFlows(scope, egress),
      ...authorizerFlows(scope, workload),
    ],
  );
  const about = {
    workloads: [workload],
    edges: mergeSorted(inbound, mergeSorted(outbound, egress)),
  };
  const drafts = parts.map(({ from, to }, part) => ({
    ...networkKind,
    name: nameOf({ prefix: 'edges-of-', workload, part }),
    namespace,
    annotations: markPorts(workload),
    spec: toSpec(selector, {
      ingress: toNetworkRules(from, 'from'),
      egress: toNetworkRules(to, 'to'),
    }),
  }));
  return toObjects(scope, about, drafts);
}

function toSpec(
  selector: Record<string, string>,
  { ingress, egress }: { ingress: JsonObject[]; egress: JsonObject[] },
): JsonObject {
  const spec: JsonObject = {
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress', 'Egress'],
  };
  if (ingress.length > 0) spec.ingress = ingress;
  if (egress.length > 0) spec.egress = egress;
  return spec;
}

/** Two lists that are sorted by key in one that is. */
function mergeSorted(a: readonly Edge[], b: readonly Edge[]): readonly Edge[] {
  if (a.length === 0 || b.length === 0) {
    return a.length === 0 ? b : a;
  }
  const merged: Edge[] = [];
  let i = 0;
  for (const edge of b) {
    while (i < a.length && a[i].key <= edge.key) {
      merged.push(a[i]);
      i += 1;
    }
    merged.push(edge);
  }
  return merged.concat(a.slice(i));
}

/** A peer's place follows from it, so that one less changes one policy. */
function spread(from: Flow[], to: Flow[]): Array<{ from: Flow[]; to: Flow[] }> {
  const count = from.length + to.length;
  if (count <= MAX_PEERS) {
    return [{ from, to }];
  }
  const parts = 2 ** (Math.ceil(Math.log2(count / MAX_PEERS)) + 1);
  const placed = Array.from({ length: parts }, () => ({
    from: [] as Flow[],
    to: [] as Flow[],
  }));
  for (const [direction, flows] of Object.entries({ from, to })) {
    for (const flow of flows) {
      const place = placeOf(flow.peerKey, parts);
      placed[place][direction as 'from' | 'to'].push(flow);
    }
  }
  return placed;
}

function flowsOf(
  { marks }: Scope,
  edges: readonly Edge[],
  side: 'consumer' | 'provider',
): Flow[] {
  const flows: Flow[] = [];
  for (const edge of edges) {
    const other = marks.get(edge[side]);
    if (other) {
      const { peer, peerKey } = other;
      const ports = edge.ports.map(port => port.targetPort);
      flows.push({ peer, peerKey, ports });
    }
  }
  return flows;
}

function gatewayFlows({ cluster }: Scope, workload: Workload): Flow[] {
  return workload.expose.flatMap(({ gateway, port }) => {
    const config = gatewayOf(cluster, gateway)?.config;
    const target = routePort(workload.ports, port);
    return config && target && workload.inMesh
      ? [toFlow(config, target.targetPort)]
      : [];
  });
}

/** The proxy of the workload asks the authorizer, not the caller's. */
function authorizerFlows({ cluster }: Scope, workload: Workload): Flow[] {
  const authorizer = cluster.externalAuthorizer;
  return authorizer && judgesCallsTo(cluster, workload)
    ? [toFlow(authorizer, authorizer.port)]
    : [];
}

function toFlow(
  pods: { namespace: string; selector: Record<string, string> },
  port: number,
): Flow {
  const { namespace, selector } = pods;
  return {
    peer: toPeer(namespace, selector),
    peerKey: peerKeyOf(namespace, selector),
    ports: [port],
  };
}
