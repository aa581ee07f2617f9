import {
  compilePeerAuthentication,
  evaluate,
  indexWorld,
  readTarget,
  toLabels,
  toRecord,
  toText,
  toZtunnelPeerPolicy,
  toZtunnelPolicy,
  type CallParty,
  type CallRequest,
  type Waypoint,
} from '@meshwright/plugin-mesh-common/evaluate';
import { compare, need, needNumber, needText, policiesOf } from '../readCase';
import type { Difference, Json } from '../types';

/** Cases about calls between captured workloads, sidecars and others. */
export function judgeAmbient(file: Json, item: Json): Difference | undefined {
  const world = indexWorld(policiesOf(file, item), {
    rootNamespace: toText(file.rootNamespace) ?? 'istio-system',
    trustDomain: toText(file.trustDomain) ?? 'cluster.local',
  });
  const { decision, layer } = evaluate(world, toRequest(item));
  const refusedBy = layer === 'transport' ? 'mtls' : layer;
  return compare(item, {
    decision,
    ...(decision === 'deny' ? { layer: refusedBy } : {}),
  });
}

function toRequest(item: Json): CallRequest {
  const client = need(item, 'client');
  const server = need(item, 'server');
  const request = need(item, 'request');
  const protocol = needText(request, 'protocol');
  const isHttp = protocol !== 'tcp';
  return {
    source: toParty(client),
    destination: {
      ...toParty(server),
      waypoint: toWaypoint(server),
      port: needNumber(request, 'port'),
      servicePort: needNumber(request, 'servicePort'),
      service: `${needText(server, 'name')}.${needText(server, 'namespace')}`,
      protocol: toProtocol(protocol),
      addressedBy: request.addressedBy === 'workload' ? 'pod' : 'service',
    },
    http: isHttp
      ? {
          method: toText(request.method),
          path: toText(request.path),
          headers: toLabels(request.headers),
        }
      : undefined,
  };
}

function toParty(party: Json): CallParty {
  const dataplane = needText(party, 'dataplane');
  if (!['ambient', 'sidecar', 'none'].includes(dataplane)) {
    throw new Error(`"dataplane" cannot be ${dataplane}`);
  }
  return {
    namespace: needText(party, 'namespace'),
    labels: toLabels(party.labels),
    serviceAccount: needText(party, 'serviceAccount'),
    inMesh: dataplane !== 'none',
    ambient: dataplane === 'ambient',
  };
}

function toWaypoint(server: Json): Waypoint | undefined {
  const namespace = needText(server, 'namespace');
  const service = toText(server.serviceWaypoint);
  const workload = toText(server.workloadWaypoint);
  const name = service ?? workload;
  if (name === undefined) return undefined;
  const only = service === undefined ? 'workload' : 'service';
  return { namespace, name, calls: service === workload ? 'all' : only };
}

function toProtocol(protocol: string): CallRequest['destination']['protocol'] {
  switch (protocol) {
    case 'http':
    case 'http2':
    case 'grpc':
    case 'tcp':
      return protocol;
    default:
      throw new Error(`"protocol" cannot be ${protocol}`);
  }
}

/** Cases about what the control plane sends to ztunnel. */
export function judgeTranslation(
  file: Json,
  item: Json,
): Difference | undefined {
  const rootNamespace = toText(file.rootNamespace) ?? 'istio-system';
  const policies = policiesOf(file, item);
  const peers = policies.filter(({ kind }) => kind === 'PeerAuthentication');
  const general = peers
    .filter(peer => readTarget(peer).matchLabels === undefined)
    .map(compilePeerAuthentication);
  const sent = policies.flatMap(policy => {
    const { namespace = '' } = policy.metadata;
    const translated =
      policy.kind === 'PeerAuthentication'
        ? toZtunnelPeerPolicy(policy, {
            rootNamespace,
            root: general.find(other => other.namespace === rootNamespace),
            namespace: general.find(
              other =>
                other.namespace === namespace && namespace !== rootNamespace,
            ),
          })
        : toZtunnelPolicy(policy, rootNamespace);
    return translated ? [translated] : [];
  });
  const expected = toRecord(item.expect).workloadAuthorization;
  if (expected === undefined) throw new Error('it expects nothing');
  return compare(
    { expect: { sent: isNothing(expected) ? [] : expected } },
    { sent },
  );
}

function isNothing(value: unknown): boolean {
  return value === null || Object.keys(toRecord(value)).length === 0
    ? !Array.isArray(value)
    : false;
}
