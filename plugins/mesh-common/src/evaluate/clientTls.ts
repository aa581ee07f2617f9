import {
  findDestinationRule,
  type DestinationPolicy,
} from './destinationRules';
import { peerModeOf } from './peerMode';
import { toRecord, toRecords } from './readJson';
import type { CallRequest } from './types';
import type { WorldIndex } from './worldIndex';

/** How the client opens the connection, and why. */
export type ClientTls = {
  opens: 'mutual-tls' | 'plaintext' | 'other-tls';
  why:
    | 'asked'
    | 'no-proxy'
    | 'pod-address'
    | 'destination-rule'
    | 'auto-mtls-off'
    | 'server-disables'
    | 'server-without-proxy'
    | 'auto-mtls';
  rule?: DestinationPolicy;
};

export function deriveClientTls(
  index: WorldIndex,
  request: CallRequest,
): ClientTls {
  const { source, destination } = request;
  if (source.opens === 'mutual-tls' || source.opens === 'plaintext') {
    return { opens: source.opens, why: 'asked' };
  }
  if (!source.inMesh) return { opens: 'plaintext', why: 'no-proxy' };
  if (destination.addressedBy === 'pod' && !destination.headless) {
    return { opens: 'plaintext', why: 'pod-address' };
  }
  return fromDestinationRule(index, request) ?? fromAutoMtls(index, request);
}

function fromDestinationRule(
  index: WorldIndex,
  { source, destination }: CallRequest,
): ClientTls | undefined {
  if (!destination.service) return undefined;
  const rule = findDestinationRule(
    index.destinationRules,
    `${destination.service}.svc.cluster.local`,
    source,
  );
  const mode = rule && readTlsMode(rule, destination);
  if (mode === undefined) return undefined;
  return { opens: mode, why: 'destination-rule', rule };
}

/** What a subset says goes before what the rule says. */
function readTlsMode(
  { trafficPolicy = {}, subsets }: DestinationPolicy,
  { subset, servicePort }: CallRequest['destination'],
): ClientTls['opens'] | undefined {
  const ofSubset = subset === undefined ? undefined : subsets.get(subset);
  const tls =
    (ofSubset && readTls(ofSubset, servicePort)) ??
    readTls(trafficPolicy, servicePort);
  if (tls === undefined) return undefined;
  switch (toRecord(tls).mode) {
    case 'ISTIO_MUTUAL':
      return 'mutual-tls';
    case 'SIMPLE':
    case 'MUTUAL':
      return 'other-tls';
    default:
      return 'plaintext';
  }
}

/** An entry for the port replaces the settings beside it altogether. */
function readTls(
  trafficPolicy: Record<string, unknown>,
  servicePort: number | undefined,
): unknown {
  const ofPort = toRecords(trafficPolicy.portLevelSettings).find(
    setting => toRecord(setting.port).number === servicePort,
  );
  return (ofPort ?? trafficPolicy).tls;
}

function fromAutoMtls(
  index: WorldIndex,
  { destination }: CallRequest,
): ClientTls {
  if (index.options.autoMtls === false) {
    return { opens: 'plaintext', why: 'auto-mtls-off' };
  }
  if (!destination.inMesh) {
    return { opens: 'plaintext', why: 'server-without-proxy' };
  }
  const general = peerModeOf(index, {
    namespace: destination.namespace,
    labels: {},
  });
  const onPort = peerModeOf(index, destination);
  return general.mode === 'DISABLE' || onPort.mode === 'DISABLE'
    ? { opens: 'plaintext', why: 'server-disables' }
    : { opens: 'mutual-tls', why: 'auto-mtls' };
}
