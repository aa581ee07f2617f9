import type { JsonObject } from '@backstage/types';
import { routePort } from '../../model/build/RouteTable';
import type { Edge, Workload } from '../../model/types';
import { type CompiledObject, hashText } from '../../objects';
import { gatewayOf } from '../gateways';
import { judgesCallsTo } from '../judgesCallsTo';
import { marksOf, peerKeyOf, toPeer } from '../marks';
import { effectAt, type Scope } from '../Scope';
import { nameOf, toObject } from '../toObject';
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
  return parts.map(({ from, to }, part) => {
    const rules = {
      ingress: toNetworkRules(from, 'from'),
      egress: toNetworkRules(to, 'to'),
    };
    return toObject(scope, {
      ...networkKind,
      name: nameOf({ prefix: 'edges-of-', workload, part }),
      namespace,
      spec: {
        podSelector: { matchLabels: selector },
        policyTypes: ['Ingress', 'Egress'],
        ...filled(rules),
      },
      workloads: [workload],
      edges: [...inbound, ...outbound, ...egress],
    });
  });
}

function filled(rules: Record<string, JsonObject[]>): JsonObject {
  return Object.fromEntries(
    Object.entries(rules).filter(([, list]) => list.length > 0),
  );
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
      const place = parseInt(hashText(flow.peerKey, 8), 16) % parts;
      placed[place][direction as 'from' | 'to'].push(flow);
    }
  }
  return placed;
}

function flowsOf(
  { workloads }: Scope,
  edges: readonly Edge[],
  side: 'consumer' | 'provider',
): Flow[] {
  return edges.flatMap(edge => {
    const other = workloads.get(edge[side]);
    if (!other) {
      return [];
    }
    const { peer, peerKey } = marksOf(other);
    return [{ peer, peerKey, ports: edge.ports.map(port => port.targetPort) }];
  });
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
