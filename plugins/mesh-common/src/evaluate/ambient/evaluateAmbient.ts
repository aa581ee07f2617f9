import { deriveClientTls } from '../clientTls';
import { modeOn } from '../composePeerAuthentication';
import { describeIdentity, describeParty } from '../describe';
import { evaluateNetworkPolicy, toEndpoint } from '../evaluateNetworkPolicy';
import { parseAddress } from '../matchIp';
import type { CallParty, CallRequest, Verdict, WorldOptions } from '../types';
import type { WorldIndex } from '../worldIndex';
import { evaluateWaypoint } from './evaluateWaypoint';
import { decideZtunnel } from './matchZtunnel';

/** Port of the tunnel between ztunnels: all that NetworkPolicies see. */
const TUNNEL_PORT = 15008;

/** A call to a workload that ztunnel captures. */
export function evaluateAmbient(
  index: WorldIndex,
  request: CallRequest,
): Verdict {
  const tunnel = hasTunnel(index, request);
  const waypoint = tunnel ? findWaypoint(request) : undefined;
  const hops = waypoint
    ? [
        { from: request.source, to: waypoint },
        { from: waypoint, to: request.destination },
      ]
    : [{ from: request.source, to: request.destination }];
  const because = [describeWay(index.options, request, { tunnel, waypoint })];
  for (const hop of hops) {
    const refused = refuseByNetwork(index, request, { ...hop, tunnel });
    if (refused)
      return { ...refused, because: [...because, ...refused.because] };
  }
  const before = waypoint
    ? evaluateWaypoint(index, request, waypoint)
    : undefined;
  if (before?.decision === 'deny') {
    return { ...before, because: [...because, ...before.because] };
  }
  const arrival = arrive(index, request, { from: waypoint, tunnel });
  const verdict =
    arrival.decision === 'allow' && before ? { ...before } : arrival;
  return {
    ...verdict,
    because: [...because, ...(before?.because ?? []), ...arrival.because],
  };
}

/** Whether the caller's identity arrives: captured, or mutual TLS. */
function hasTunnel(index: WorldIndex, request: CallRequest): boolean {
  if (request.source.ambient) return true;
  const { opens, why } = deriveClientTls(
    index,
    request,
    index.peerModes.modesOf(request.destination),
  );
  return opens === 'mutual-tls' || why === 'server-disables';
}

export type WaypointParty = CallParty & { gatewayName: string };

/** Only callers that ztunnel captures are sent through waypoints. */
function findWaypoint({
  source,
  destination,
}: CallRequest): WaypointParty | undefined {
  const { waypoint, addressedBy } = destination;
  if (!waypoint || !source.ambient) return undefined;
  const calls = waypoint.calls ?? 'service';
  const addressed = addressedBy === 'pod' ? 'workload' : 'service';
  if (calls !== 'all' && calls !== addressed) return undefined;
  return {
    gatewayName: waypoint.name,
    namespace: waypoint.namespace,
    labels: { 'gateway.networking.k8s.io/gateway-name': waypoint.name },
    serviceAccount: waypoint.serviceAccount ?? waypoint.name,
    inMesh: true,
  };
}

function describeWay(
  options: WorldOptions,
  { source, destination }: CallRequest,
  { tunnel, waypoint }: { tunnel: boolean; waypoint?: WaypointParty },
): string {
  const from = describeParty(source);
  const to = describeParty(destination);
  if (!tunnel) return `${from} presents no identity to ztunnel of ${to}.`;
  const identity = describeIdentity(options, source);
  return waypoint
    ? `${from} calls ${to} as ${identity} through waypoint ${waypoint.namespace}/${waypoint.gatewayName}.`
    : `${from} calls ${to} as ${identity}.`;
}

type Hop = { from: CallParty; to: CallParty; tunnel: boolean };

function refuseByNetwork(
  { options, network }: WorldIndex,
  { destination }: CallRequest,
  { from, to, tunnel }: Hop,
): Verdict | undefined {
  if (options.policyEngine === false) return undefined;
  const result = evaluateNetworkPolicy(network, {
    source: toEndpoint(from),
    destination: toEndpoint(to),
    port: tunnel ? TUNNEL_PORT : destination.port,
  });
  if (result.allowed === true) return undefined;
  const { policies } =
    result.egress.allowed === false ? result.egress : result.ingress;
  const [policy] = policies;
  return {
    decision: result.allowed === false ? 'deny' : 'unknown',
    layer: 'network-policy',
    mtls: tunnel ? 'mutual-tls' : 'plaintext',
    decidedBy: policy && {
      kind: 'NetworkPolicy',
      namespace: policy.namespace,
      name: policy.name,
    },
    because: [
      `NetworkPolicies do not let ${describeParty(
        from,
      )} connect to ${describeParty(to)}${
        tunnel ? ` at ${TUNNEL_PORT}, the port of the tunnel` : ''
      }.`,
    ],
  };
}

/** What ztunnel of the destination says. */
function arrive(
  index: WorldIndex,
  { source, destination }: CallRequest,
  { from = source, tunnel }: { from?: CallParty; tunnel: boolean },
): Verdict {
  const mtls = tunnel ? 'mutual-tls' : 'plaintext';
  const server = modeOn(
    index.peerModes.modesOf(destination).workload,
    destination.port,
  );
  if (!tunnel && server.mode === 'STRICT') {
    return {
      decision: 'deny',
      layer: 'transport',
      refusal: 'plaintext-to-strict',
      mtls: 'refused',
      because: [`${server.source} demands mutual TLS.`],
    };
  }
  const { decision, policy, rule } = decideZtunnel(
    selectPolicies(index, destination),
    {
      principal: tunnel ? identityOf(index.options, from) : null,
      sourceIp: from.ip === undefined ? undefined : parseAddress(from.ip),
      destinationIp:
        destination.ip === undefined ? undefined : parseAddress(destination.ip),
      port: destination.port,
    },
  );
  const cited = policy && `${policy.namespace ?? ''}/${policy.name}`;
  const reason = cited
    ? `AuthorizationPolicy ${cited} decides`
    : `no AuthorizationPolicy ${
        decision === 'deny' ? 'allows it' : 'forbids it'
      }`;
  return {
    decision,
    layer: decision === 'allow' ? 'none' : 'authorization-policy',
    mtls,
    decidedBy: policy && {
      kind: 'AuthorizationPolicy',
      namespace: policy.namespace ?? '',
      name: policy.name,
      rule,
    },
    because: [`At ztunnel of ${describeParty(destination)}: ${reason}.`],
  };
}

function selectPolicies(index: WorldIndex, { namespace, labels }: CallParty) {
  const policies = index.ztunnelPolicies();
  return [...new Set([index.options.rootNamespace, namespace])].flatMap(name =>
    policies.find(name, labels),
  );
}

function identityOf(
  { trustDomain }: WorldOptions,
  { principal, namespace, serviceAccount }: CallParty,
): string | undefined {
  if (principal !== undefined) return principal;
  return serviceAccount === undefined
    ? undefined
    : `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
