import type { JsonObject } from '@backstage/types';
import { groupBy } from '../../model/build/groupBy';
import { routePort } from '../../model/build/RouteTable';
import type { Edge, Workload } from '../../model/types';
import type { CompiledObject } from '../../objects';
import { hasReached, type Scope } from '../Scope';
import { nameFor, shortName, toObject } from '../toObject';

const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
const DNS_NAMESPACE = 'kube-system';
const DNS_PORT = 53;
/** Where proxies get their certificates and configuration. */
const ISTIOD_PORT = 15012;

type Flow = {
  namespace: string;
  selector: Record<string, string>;
  port: number;
};

/** The edges once more, at the layer below: the two must agree. */
export function emitNetworkPolicies(scope: Scope): CompiledObject[] {
  const byNamespace = groupBy(scope.active, item => item.namespace);
  const reached = [...scope.namespaces.values()].filter(item =>
    hasReached(item, 'network'),
  );
  return reached.flatMap(({ name }) => {
    const workloads = byNamespace.get(name) ?? [];
    return [
      ...emitBaseline(scope, name, workloads),
      ...workloads.map(workload => emitEdges(scope, workload)),
    ];
  });
}

function emitBaseline(
  scope: Scope,
  namespace: string,
  workloads: Workload[],
): CompiledObject[] {
  const { cluster } = scope;
  const dns = toPeer(DNS_NAMESPACE, cluster.dnsSelector);
  const istiod = toPeer(cluster.rootNamespace, { app: 'istiod' });
  return [
    emit('meshwright-default-deny', {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    }),
    emit('meshwright-platform', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [dns],
          ports: ['TCP', 'UDP'].map(protocol => ({ protocol, port: DNS_PORT })),
        },
        { to: [istiod], ports: [toPort(ISTIOD_PORT)] },
      ],
    }),
  ];

  function emit(name: string, spec: JsonObject) {
    return toObject(scope, { ...kind, name, namespace, spec, workloads });
  }
}

function emitEdges(scope: Scope, workload: Workload): CompiledObject {
  const { key, entityRef, namespace, selector } = workload;
  const inbound = scope.inbound.get(key) ?? [];
  const outbound = scope.outbound.get(key) ?? [];
  const ingress = toRules(
    [...flowsOf(scope, inbound, 'consumer'), ...gatewayFlows(scope, workload)],
    'from',
  );
  const egress = toRules(flowsOf(scope, outbound, 'provider'), 'to');
  return toObject(scope, {
    ...kind,
    name: nameFor('edges-of-', shortName(entityRef), key),
    namespace,
    spec: {
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length > 0 && { ingress }),
      ...(egress.length > 0 && { egress }),
    },
    workloads: [workload],
    edges: [...inbound, ...outbound],
  });
}

function flowsOf(
  { workloads }: Scope,
  edges: Edge[],
  side: 'consumer' | 'provider',
): Flow[] {
  return edges.flatMap(edge => {
    const peer = workloads.get(edge[side]);
    return peer
      ? edge.ports.map(({ targetPort }) => ({
          namespace: peer.namespace,
          selector: peer.selector,
          port: targetPort,
        }))
      : [];
  });
}

function gatewayFlows({ cluster }: Scope, { expose, ports }: Workload): Flow[] {
  return expose.flatMap(({ gateway, port }) => {
    const config = cluster.gateways[gateway];
    const target = routePort(ports, port);
    return config && target
      ? [
          {
            namespace: config.namespace,
            selector: config.selector,
            port: target.targetPort,
          },
        ]
      : [];
  });
}

/** One rule per set of ports, so that peers of the same ports share it. */
function toRules(flows: Flow[], direction: 'from' | 'to'): JsonObject[] {
  const byPeer = groupBy(flows, ({ namespace, selector }) =>
    JSON.stringify([namespace, Object.entries(selector).sort()]),
  );
  const peers = [...byPeer.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, [flow, ...others]]) => ({
      peer: toPeer(flow.namespace, flow.selector),
      ports: [...new Set([flow, ...others].map(item => item.port))].sort(
        (a, b) => a - b,
      ),
    }));
  const byPorts = groupBy(peers, ({ ports }) =>
    ports.map(port => String(port).padStart(5, '0')).join(),
  );
  return [...byPorts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => ({
      [direction]: group.map(({ peer }) => peer),
      ports: group[0].ports.map(toPort),
    }));
}

/** Both selectors in one peer: pods of these labels in that namespace. */
function toPeer(
  namespace: string,
  selector: Record<string, string>,
): JsonObject {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } },
    podSelector: { matchLabels: selector },
  };
}

function toPort(port: number): JsonObject {
  return { protocol: 'TCP', port };
}
